package dev.cnilab.netsim.link;

/**
 * A program attached to a link, like an eBPF program attached with {@code tc}: it sees every packet
 * that passes, may rewrite it, and decides what happens to it. It stays attached after the process
 * that loaded it has exited.
 */
@FunctionalInterface
public interface Classifier {
  /** Decides about a packet. */
  Action classify(Skb skb);

  /** What happens to a packet. */
  sealed interface Action {
    /** The packet continues (TC_ACT_OK). */
    record Pass() implements Action {}

    /**
     * The packet is dropped (TC_ACT_SHOT).
     *
     * @param why the reason, in the program's own words
     */
    record Drop(String why) implements Action {}

    /** The packet is sent on another link of the namespace (bpf_redirect). */
    record Redirect(Link to) implements Action {}
  }
}
