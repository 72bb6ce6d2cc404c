"""The pages of activities."""

urlpatterns = []
