"""Line icons of the house, drawn on a 24 × 24 grid; our own strokes."""

ICONS = {
    "home": '<path d="M4 11 12 4l8 7v9h-5v-6H9v6H4z"/>',
    "work": '<path d="M5 4h14v16H5zM9 9h6M9 13h6M9 17h3"/>',
    "open": '<path d="M4 6h16v11H8l-4 3z"/>',
    "me": '<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 4-7 8-7s7 2 8 7"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m16 16 4 4"/>',
    "lock": '<path d="M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3"/>',
    "paper": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "photo": '<path d="M4 6h16v13H4z"/><circle cx="9" cy="11" r="1.5"/><path d="m5 18 5-4 3 2 3-3 4 4"/>',
    "check": '<path d="m5 13 4 4 10-10"/>',
    "bell": '<path d="M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "next": '<path d="m9 5 7 7-7 7"/>',
    "back": '<path d="m15 5-7 7 7 7"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "calm": '<path d="M5 18c6-1 9-5 9-12 3 3 5 6 5 9 0 3-3 5-7 5-3 0-5-1-7-2z"/>',
    "warn": '<path d="M12 4 3 20h18zM12 10v5M12 17.5v.5"/>',
}
