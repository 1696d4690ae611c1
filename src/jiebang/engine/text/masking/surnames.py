"""Surnames of two characters: those of the roster's rules, and rarer ones that texts hold."""

from jiebang.engine.text.roster import COMPOUND_SURNAMES as _COMMONER

COMPOUND_SURNAMES = _COMMONER | frozenset(
    "闻人 太史 万俟 公羊 赫连 澹台 宗政 濮阳 公冶 太叔 申屠 仲孙 鲜于 司空 闾丘 亓官 "
    "司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 段干 百里 东郭 羊舌 "
    "微生 梁丘 左丘 西门 南荣 即墨 达奚 褚师 纳兰 公仪 哥舒 贺兰 完颜 耶律 那拉 佟佳 "
    "富察 斛律".split()
)
