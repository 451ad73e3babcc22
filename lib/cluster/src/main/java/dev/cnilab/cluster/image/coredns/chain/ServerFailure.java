package dev.cnilab.cluster.image.coredns.chain;

/** A query without an answer. */
public final class ServerFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SILENCE = -1;

  private final int rcode;
  private final String why;

  /**
   * A failure.
   *
   * @param rcode the response code for the client
   * @param why what the plugin errors logs; empty for nothing
   */
  public ServerFailure(int rcode, String why) {
    super(why, null, false, false);
    this.rcode = rcode;
    this.why = why;
  }

  /** The client gets no answer at all, and times out. */
  public static ServerFailure silence() {
    return new ServerFailure(SILENCE, "");
  }

  public boolean isSilent() {
    return rcode == SILENCE;
  }

  public int rcode() {
    return rcode;
  }

  /** What the plugin errors logs; empty for nothing. */
  public String why() {
    return why;
  }
}
