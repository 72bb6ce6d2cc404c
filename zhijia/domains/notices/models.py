"""The kernel's notices, contacts, channels and wishes, with the verbs and pages of this domain."""

from django.utils.translation import gettext_lazy as _

from zhijia.kernel import contacts, notices
from zhijia.kernel.channels.models import ChannelSettings


class Notice(notices.Notice):
    class Meta:
        proxy = True
        verbose_name = _("通知")


class Contact(contacts.Contact):
    class Meta:
        proxy = True
        verbose_name = _("联系方式")

    def __str__(self):
        return self.get_channel_display()


class Channel(ChannelSettings):
    class Meta:
        proxy = True
        verbose_name = _("通知渠道")


class Wishes(contacts.Preference):
    class Meta:
        proxy = True
        verbose_name = _("通知设置")
