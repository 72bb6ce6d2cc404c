"""Who lets whom in: the committee hands out slips, chair and vice chair put accounts to rest."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post

from .standing import is_self, leads

HEADS = [Post.CHAIR, Post.VICE_CHAIR]

declare("accounts.give", "查看凭条", held_by=[*COMMITTEE_POSTS, Post.GROUP_LEADER])
declare("accounts.invite", "发登录凭条", held_by=COMMITTEE_POSTS, relations={"本组小组长": leads})
declare("accounts.invite_group", "给本组会员发登录凭条", held_by=[Post.GROUP_LEADER])
declare("accounts.join", "用凭条开通", relations={"本人": is_self})
declare("accounts.clear", "清除二次验证", held_by=HEADS)
declare("accounts.rest", "停用和恢复账号", held_by=HEADS)
declare("accounts.configure", "接入统一身份认证", held_by=[Post.CHAIR, Post.OFFICER])
declare("accounts.tie", "绑定本人的外部身份", held_by=list(Post))
declare("accounts.untie", "解除外部身份", held_by=[Post.CHAIR], relations={"本人": is_self})
