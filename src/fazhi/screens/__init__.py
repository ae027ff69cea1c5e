"""The one design system of every door: tokens, frames, components, and the words for dates, terms and figures."""
