package dev.cnilab.lab.network.mtu;

import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;

/** Pings of several sizes that must not be fragmented, and what each proves. */
public record Sizes(Hops hops, List<Size> list) implements Tabular {

  /** The fate of packets of one size. */
  public enum Fate {
    ANSWERED("answered"),
    LOCAL_ERROR("local error"),
    FRAG_NEEDED("frag needed"),
    SILENCE("silence");

    private final String words;

    Fate(String words) {
      this.words = words;
    }

    static Fate of(Ping ping) {
      if (ping.succeeded()) {
        return ANSWERED;
      }
      String complaint = String.join("\n", ping.complaints());
      return complaint.contains("Frag needed")
          ? FRAG_NEEDED
          : complaint.contains("message too long") ? LOCAL_ERROR : SILENCE;
    }
  }

  /**
   * A packet size.
   *
   * @param payload of the ping, in bytes: the value of {@code -s}
   */
  public record Size(int payload, Ping ping) {

    /** The size of the whole packet, in bytes. */
    public int packet() {
      return payload + Hops.PING_HEADERS;
    }

    public Fate fate() {
      return Fate.of(ping);
    }

    private double roundTrip() {
      return ping.replies().isEmpty() ? 0 : ping.replies().getFirst().milliseconds();
    }
  }

  public Sizes {
    list = List.copyOf(list);
  }

  @Override
  public View view() {
    View view =
        View.empty()
            .grid(
                "Pings from %s to %s that must not be fragmented".formatted(hops.from(), hops.to()),
                List.of("ping -s", "packet", "in the tunnel", "answer", "in ms", "what it proves"),
                list,
                this::row);
    for (Size size : list) {
      view = view.folded(size.ping().output().kubectl(), size.ping().output().printed());
    }
    return view;
  }

  private List<Cell> row(Size size) {
    boolean answered = size.fate() == Fate.ANSWERED;
    return List.of(
        Cell.of(size.payload()),
        Cell.of(size.packet()),
        Cell.of(size.packet() + Hops.VXLAN),
        answered ? Cell.good(size.fate().words) : Cell.bad(size.fate().words),
        Cell.of(answered ? String.valueOf(size.roundTrip()) : ""),
        Cell.of(proves(size)));
  }

  private String proves(Size size) {
    String complaint = size.ping().complaints().stream().findFirst().orElse("");
    String mtu = complaint.replaceAll(".*mtu ?= ?(\\d+).*", "$1");
    int own = hops.list().isEmpty() ? 0 : hops.list().getFirst().mtu();
    return switch (size.fate()) {
      case ANSWERED -> "every hop carries %d bytes".formatted(size.packet());
      case LOCAL_ERROR ->
          mtu.equals(String.valueOf(own))
              ? "nothing about the way: more than eth0's own %d, it never left the pod"
                  .formatted(own)
              : "the pod has learnt before that some hop carries only " + mtu;
      case FRAG_NEEDED ->
          "a router (%s) knows that its next link carries only %s, and says so"
              .formatted(complaint.replaceAll("From (\\S+) .*", "$1"), mtu);
      case SILENCE -> "it left the pod and was lost without an error: a black hole";
    };
  }

  /** How far packets of each size get, with the size that each interface allows. */
  public SizesDrawing chart() {
    return new SizesDrawing(this);
  }
}
