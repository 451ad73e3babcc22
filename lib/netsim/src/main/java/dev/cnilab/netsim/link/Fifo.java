package dev.cnilab.netsim.link;

/**
 * A queue that sends in the order of arrival (sch_fifo.c, sch_generic.c). The drivers here take
 * every frame at once, so it never fills.
 */
public final class Fifo extends Qdisc {
  /** How its length is limited. */
  public enum Kind {
    PFIFO("pfifo"),
    BFIFO("bfifo"),
    /** Three queues of different urgency, as long as the link's queue. */
    PFIFO_FAST("pfifo_fast");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  private final Kind order;
  private long limit;

  Fifo(Link link, int handle, Kind order, long limit) {
    super(link, handle);
    this.order = order;
    this.limit = limit;
  }

  /** Which of them it is. */
  public Kind order() {
    return order;
  }

  /** The most that may wait: packets, or bytes of a bfifo. */
  public long limit() {
    return limit;
  }

  void limit(long most) {
    limit = most;
  }

  @Override
  public String kind() {
    return order.word;
  }

  @Override
  void enqueue(Skb skb) {
    pass(skb);
  }
}
