"""What this domain keeps: boxes and letters, suggestions, surveys, receptions."""

from .channels import Channel
from .letters import Message, Picture, Slip, Talk
from .receptions import Booking, Issue, Reception, Slot
from .settings import VoiceSettings, rules_of
from .suggestions import Category, Suggestion
from .surveys import Participant, Question, Sheet, Survey

__all__ = [
    "Booking", "Category", "Channel", "Issue", "Message", "Participant", "Picture", "Question",
    "Reception", "Sheet", "Slip", "Slot", "Suggestion", "Survey", "Talk", "VoiceSettings", "rules_of",
]  # fmt: skip
