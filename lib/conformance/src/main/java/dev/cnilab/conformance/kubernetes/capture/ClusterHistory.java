package dev.cnilab.conformance.kubernetes.capture;

/** The history of a cluster before a session. */
public enum ClusterHistory {
  /** None: everything in its output belongs to the session. */
  NEW,

  /** Its set-up, which is a race of its own. */
  SET_UP,

  /** Other sessions. */
  USED
}
