package dev.cnilab.conformance.kubernetes.capture;

/** What a cluster had seen when a session began. */
public enum Past {
  /** Nothing: all that it says belongs to the session. */
  NEW,

  /** How it was set up, which is a race of its own. */
  SET_UP,

  /** Other sessions. */
  USED
}
