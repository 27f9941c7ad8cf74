#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes law/sources/src-*.yaml from a folder of statute texts in Markdown, article by article and word for word.

Usage: tools/import_statute.py FOLDER [law/sources]
The texts are those of the repository LawRefBook/Laws at the commit below, which took them from the national database
of laws. Statutes are not subject to copyright (Copyright Law of the PRC, art. 5).
Each file: "# title", header lines, "<!-- INFO END -->", "## chapter", "### section", "第N条 …" with its paragraphs.
"""
import re
import sys
from pathlib import Path

PROVENANCE = "LawRefBook/Laws, commit 2f4c5c23716267af9dbebbbbd6cbbf732b101981"
NPC = "全国人民代表大会"
NPCSC = "全国人民代表大会常务委员会"
COUNCIL = "国务院"
# stem of the file name: id, kind, issuer, doc_no, adopted_on, in force from, to, repealed_by, note
STATUTES = {
    "政府采购法(2014-08-31)": ("SRC-ZFCGF", "law", NPCSC, "", "2002-06-29", "2003-01-01", "", "", ""),
    "政府采购法实施条例(2015-01-30)": (
        "SRC-ZFCGFSSTL", "administrative_regulation", COUNCIL, "国务院令第658号", "2014-12-31", "2015-03-01", "", "", ""),
    "招标投标法(2017-12-27)": ("SRC-ZTBF", "law", NPCSC, "", "1999-08-30", "2000-01-01", "", "", ""),
    "招标投标法实施条例(2019-03-02)": (
        "SRC-ZTBFSSTL", "administrative_regulation", COUNCIL, "国务院令第613号", "2011-12-20", "2012-02-01", "", "", ""),
    "预算法(2018-12-29)": ("SRC-YSF", "law", NPC, "", "1994-03-22", "1995-01-01", "", "", ""),
    "预算法实施条例(2020-08-03)": (
        "SRC-YSFSSTL", "administrative_regulation", COUNCIL, "国务院令第729号", "1995-11-22", "2020-10-01", "", "",
        "in_force 自2020年修订文本施行之日起算"),
    "保障中小企业款项支付条例(2020-07-05)": (
        "SRC-ZXQYKX-2020", "administrative_regulation", COUNCIL, "国务院令第728号", "2020-07-05", "2020-09-01",
        "2025-05-31", "SRC-ZXQYKX-2025", "2025年修订文本自2025年6月1日起施行"),
    "保障中小企业款项支付条例(2025-03-17)": (
        "SRC-ZXQYKX-2025", "administrative_regulation", COUNCIL, "国务院令第802号", "2025-03-17", "2025-06-01", "", "", ""),
    "信访工作条例(2022-02-25)": (
        "SRC-XFGZTL", "party_regulation", "中共中央、国务院", "", "2022-01-24", "2022-05-01", "", "", ""),
    "政府信息公开条例(2019-04-03)": (
        "SRC-XXGKTL", "administrative_regulation", COUNCIL, "国务院令第711号", "2007-04-05", "2019-05-15", "", "",
        "in_force 自2019年修订文本施行之日起算"),
    "重大行政决策程序暂行条例(2019-04-20)": (
        "SRC-ZDXZJC", "administrative_regulation", COUNCIL, "国务院令第713号", "2019-04-20", "2019-09-01", "", "", ""),
    "优化营商环境条例(2019-10-22)": (
        "SRC-YSHJTL", "administrative_regulation", COUNCIL, "国务院令第722号", "2019-10-08", "2020-01-01", "", "", ""),
    "行政处罚法(2021-01-22)": (
        "SRC-XZCFF", "law", NPC, "", "1996-03-17", "2021-07-15", "", "", "in_force 自2021年修订文本施行之日起算"),
    "行政许可法(2019-04-23)": ("SRC-XZXKF", "law", NPCSC, "", "2003-08-27", "2004-07-01", "", "", ""),
    "公务员法(2018-12-29)": (
        "SRC-GWYF", "law", NPCSC, "", "2005-04-27", "2019-06-01", "", "", "in_force 自2018年修订文本施行之日起算"),
    "监察法(2024-12-25)": (
        "SRC-JCF", "law", NPC, "", "2018-03-20", "2018-03-20", "", "",
        "所载为2024年12月25日修正文本；修正决定的施行日期不在所载文本中"),
    "个人信息保护法(2021-08-20)": ("SRC-PIPL", "law", NPCSC, "", "2021-08-20", "2021-11-01", "", "", ""),
    "最高人民法院关于公布失信被执行人名单信息的若干规定(2013-07-16)": (
        "SRC-SXR", "judicial_interpretation", "最高人民法院", "法释〔2013〕17号", "2013-07-01", "2013-10-01",
        "2017-04-30", "EXT-FS2017-7", "所载为2013年文本；经法释〔2017〕7号修改的文本自2017年5月1日起施行"),
    "山东省社会信用条例(2020-07-24)": (
        "SRC-SDSXTL", "local_regulation", "山东省人民代表大会常务委员会", "", "2020-07-24", "2020-10-01", "", "", ""),
    "上海市社会信用条例(2017-06-23)": (
        "SRC-SHSXTL", "local_regulation", "上海市人民代表大会常务委员会", "", "2017-06-23", "2017-10-01", "", "", ""),
    "浙江省公共信用信息管理条例(2017-09-30)": (
        "SRC-ZJGGXY", "local_regulation", "浙江省人民代表大会常务委员会", "", "2017-09-30", "2018-01-01", "", "", ""),
    "地方各级人民代表大会和地方各级人民政府组织法(2022-03-11)": (
        "SRC-DFZZF", "law", NPC, "", "1979-07-01", "1980-01-01", "", "", ""),
    "审计法(2021-10-23)": ("SRC-SJF", "law", NPCSC, "", "1994-08-31", "1995-01-01", "", "", ""),
    "审计法实施条例(2010-02-11)": (
        "SRC-SJFSSTL", "administrative_regulation", COUNCIL, "国务院令第571号", "2010-02-02", "2010-05-01", "", "", ""),
    "政府督查工作条例(2020-12-26)": (
        "SRC-DCGZTL", "administrative_regulation", COUNCIL, "", "2020-12-26", "2021-02-01", "", "", ""),
    "保守国家秘密法实施条例(2024-07-10)": (
        "SRC-BMFSSTL", "administrative_regulation", COUNCIL, "国务院令第786号", "2014-01-17", "2024-09-01", "", "",
        "in_force 自2024年修订文本施行之日起算"),
    "档案法实施条例(2024-01-12)": (
        "SRC-DAFSSTL", "administrative_regulation", COUNCIL, "", "2024-01-12", "2024-03-01", "", "", ""),
}
DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
HEADING = re.compile(r"^#{2,3} +(.*\S)\s*$")
ARTICLE = re.compile(r"^第([〇零一二三四五六七八九十百]+)条(?:之([一二三四五六七八九]))?(?=\s)")


def number(chinese):
    """一百零一 -> 101"""
    total, digit = 0, 0
    for c in chinese:
        if c in DIGITS:
            digit = DIGITS[c]
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[c]
            digit = 0
    return total + digit


def read(path):
    """The title, preamble and articles of one text; each article is (no, headings before it, paragraphs)."""
    head, body = path.read_text(encoding="utf-8").split("<!-- INFO END -->", 1)
    title = head.strip().splitlines()[0].removeprefix("#").strip()
    preamble, articles, opens = [], [], []
    for raw in body.splitlines():
        line = raw.strip(" \t\u00a0")
        if not line:
            continue
        if heading := HEADING.match(line):
            opens.append(re.sub(r"[ \u3000]+", " ", heading[1]))
        elif found := ARTICLE.match(line):
            no = str(number(found[1])) + (f"-{DIGITS[found[2]]}" if found[2] else "")
            articles.append((no, opens, [line]))
            opens = []
        elif articles and not opens:
            articles[-1][2].append(line)
        elif not articles:
            preamble.append(line)
        else:
            raise SystemExit(f"{path}: text between a heading and its first article: {line}")
    numbers = [int(no) for no, _, _ in articles if "-" not in no]
    if numbers != list(range(1, len(numbers) + 1)):
        raise SystemExit(f"{path}: articles are not 1, 2, 3 …: {numbers}")
    return title, preamble, articles


def block(lines, indent):
    return "|-\n" + "\n".join(" " * indent + line for line in lines)


def yaml(path, row):
    source_id, kind, issuer, doc_no, adopted, start, end, repealed_by, note = row
    title, preamble, articles = read(path)
    out = ["# Generated by tools/import_statute.py; the text is the statute's, word for word.", "sources:",
           f"  - id: {source_id}", f"    kind: {kind}", f"    title: {title}", f"    issuer: {issuer}"]
    if doc_no:
        out.append(f"    doc_no: {doc_no}")
    out += [f"    adopted_on: {adopted}", f"    text_of: {path.stem[-11:-1]}",
            "    in_force: {from: " + start + (f", to: {end}" if end else "") + "}"]
    if repealed_by:
        out.append(f"    repealed_by: {repealed_by}")
    out.append(f"    provenance: {PROVENANCE}")
    if note:
        out.append(f"    note: {note}")
    if preamble:
        out.append("    preamble: " + block(preamble, 6))
    out.append("    articles:")
    for no, opens, lines in articles:
        out.append(f'      - no: "{no}"')
        if opens:
            out.append("        opens: [" + ", ".join(opens) + "]")
        out.append("        text: " + block(lines, 10))
    return "\n".join(out) + "\n"


def main(folder, target):
    for stem, row in STATUTES.items():
        text = yaml(Path(folder) / f"{stem}.md", row)
        (Path(target) / f"{row[0].lower()}.yaml").write_text(text, encoding="utf-8")
    print(f"{len(STATUTES)} texts written to {target}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else "law/sources")
