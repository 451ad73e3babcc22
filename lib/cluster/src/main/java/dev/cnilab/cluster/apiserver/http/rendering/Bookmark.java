package dev.cnilab.cluster.apiserver.http.rendering;

/** What a bookmark means. */
public enum Bookmark {
  /** All changes up to here have been sent. */
  SO_FAR,
  /** All initial objects have been sent as well. */
  INITIAL_EVENTS_END
}
