"""The addresses that serve every domain; the site puts them last."""

from django.urls import path

from . import imports, views

urlpatterns = [
    path("file/<int:pk>/", views.file_view, name="file"),
    path("file/<int:pk>/thumb/", views.file_view, {"part": "thumb"}, name="thumb"),
    path("paper/<slug:name>/<int:pk>.<str:form>", views.paper_view, name="paper"),
    path("job/<int:pk>/", views.job_view, name="job"),
    path("import/<int:pk>/", imports.preview, name="import-preview"),
    path("import/<int:pk>/go/", imports.go, name="import-go"),
    path("import/<int:pk>/undo/", imports.back, name="import-undo"),
    path("import/<int:pk>/skip/<int:place>/", imports.skip, name="import-skip"),
    path("import/<slug:kind>/", imports.upload, name="import"),
    path("import/<slug:kind>/sample.xlsx", imports.sample, name="import-sample"),
    path("<slug:app>/<slug:model>/", views.list_view, name="list"),
    path("<slug:app>/<slug:model>/<int:pk>/", views.detail_view, name="detail"),
    path("<slug:app>/<slug:model>/<slug:verb>/", views.create_view, name="create"),
    path("<slug:app>/<slug:model>/<int:pk>/<slug:verb>/", views.act_view, name="act"),
]
