// SPDX-License-Identifier: Apache-2.0
/** Help of each page, as steps. */
export const consoleHelp = {
  console_help: {
    general: ['The menu shows only what you may use; there is a search above it.', 'Opened pages stay as tabs with filters, page and input; a red dot marks what is not saved.', 'Lists sort by column and let you choose columns; ticks hold across pages, “Select all” takes everything found.', 'After a while without input you are signed out; long forms keep drafts by themselves.', 'Everything works by keyboard: Tab moves, Enter confirms, Escape closes a dialog.'],
    todos: ['The five tabs: to do, done, started by me, copies, overdue.', '“Time left” counts working days; “provisional” marks years whose holidays are not out yet: they give no red.', 'Tick several and press “Sign in”; each gets its own result. Signing in is not doing.', 'The name of a matter opens the page where it is done.'],
    notices: ['Unread notices are bold; “Open” leads to the matter and marks it.', 'Each step of a reminder is sent once.'],
    account: ['The system administrator changes name, body and state, and resets passwords.', 'The security administrator adds and withdraws roles, each with its reach.', 'Roles that exclude each other are named at once; nobody grants to the own account.'],
    roles: ['Open a role to see everything it may do.', 'Roles come from the law pack; changing them takes a new pack.'],
    tokens: ['Choose account, roles and last day.', 'The token is told once: hand it over at once.', 'Revoke what is no longer used.'],
    settings: ['Turn the second factor on and keep the recovery codes in a safe place.', 'End sessions you do not know and change the password.'],
    own_file: ['“The file” is everything kept about you; “Who read it” each reading with its reason.', 'If something is wrong press “Object” and give facts and grounds; you will be told how it goes.'],
    workbench: ['The figures at the top are open to-dos by light; each leads to its list.', '“My overdue matters” and “Due soon” show the first five by remaining working days.', 'Opened pages stay above as tabs; filters, page and place are as you left them.'],
    accounts: ['Find accounts by user name, name, state or role; Enter searches.', 'The system administrator makes, disables and resets accounts; the security administrator grants and withdraws roles.', '“Columns” chooses which columns are shown in which order; this is remembered.'],
    account_new: ['Enter user name and name, and the body where there is one.', 'The one-time password is shown after that: tell it at once, it cannot be seen again.', 'Then the security administrator grants roles on the account’s page.'],
  },
}
