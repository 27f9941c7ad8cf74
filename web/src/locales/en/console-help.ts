// SPDX-License-Identifier: Apache-2.0
/** Help of each page, as steps. */
export const consoleHelp = {
  console_help: {
    workbench: ['The figures at the top are open to-dos by light; each leads to its list.', '“My overdue matters” and “Due soon” show the first five by remaining working days.', 'Opened pages stay above as tabs; filters, page and place are as you left them.'],
    accounts: ['Find accounts by user name, name, state or role; Enter searches.', 'The system administrator makes, disables and resets accounts; the security administrator grants and withdraws roles.', '“Columns” chooses which columns are shown in which order; this is remembered.'],
    account_new: ['Enter user name and name, and the body where there is one.', 'The one-time password is shown after that: tell it at once, it cannot be seen again.', 'Then the security administrator grants roles on the account’s page.'],
  },
}
