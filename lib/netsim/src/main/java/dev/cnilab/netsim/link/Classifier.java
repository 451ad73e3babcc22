package dev.cnilab.netsim.link;

/**
 * A program at the edge of a link, as eBPF programs are attached with {@code tc}: it sees every
 * packet that passes there, may rewrite it, and says what becomes of it. It stays attached when the
 * process that loaded it has ended.
 */
@FunctionalInterface
public interface Classifier {
  /** Decides about a packet. */
  Action classify(Skb skb);

  /** What becomes of a packet. */
  sealed interface Action {
    /** It goes on its way (TC_ACT_OK). */
    record Pass() implements Action {}

    /**
     * It ends here (TC_ACT_SHOT).
     *
     * @param why in the program's own words
     */
    record Drop(String why) implements Action {}

    /** Another link of the namespace sends it (bpf_redirect). */
    record Redirect(Link to) implements Action {}
  }
}
