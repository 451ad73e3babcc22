package dev.cnilab.lab.network;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Picture;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pings of several sizes that must not be fragmented, and what each proves. */
public record Sizes(Hops hops, List<Size> list) implements Tabular {

  /** How a packet of one size fared. */
  public enum Fate {
    ANSWERED("answered"),
    LOCAL_ERROR("local error"),
    FRAG_NEEDED("frag needed"),
    SILENCE("silence");

    private final String words;

    Fate(String words) {
      this.words = words;
    }

    private Marker marker() {
      return switch (this) {
        case ANSWERED -> SeriesMarkers.CIRCLE;
        case LOCAL_ERROR -> SeriesMarkers.SQUARE;
        case FRAG_NEEDED -> SeriesMarkers.DIAMOND;
        case SILENCE -> SeriesMarkers.CROSS;
      };
    }

    private Color colour() {
      return switch (this) {
        case ANSWERED -> new Color(0x2e9e4f);
        case LOCAL_ERROR -> new Color(0xc98a12);
        case FRAG_NEEDED -> new Color(0x3b82c4);
        case SILENCE -> new Color(0xd0453c);
      };
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
   * One size.
   *
   * @param payload of the ping, in bytes: what follows {@code -s}
   */
  public record Size(int payload, Ping ping) {

    /** The whole packet, in bytes. */
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

  /** Size against round trip and fate, with what each hop carries. */
  public Picture chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(640)
            .height(320)
            .title("Size of a packet against its round trip; what is lost stands at 0")
            .xAxisTitle("packet in bytes")
            .yAxisTitle("round trip in ms")
            .build();
    double top = Math.max(0.1, list.stream().mapToDouble(Size::roundTrip).max().orElse(0) * 1.25);
    for (Fate fate : Fate.values()) {
      List<Size> these = list.stream().filter(size -> size.fate() == fate).toList();
      if (!these.isEmpty()) {
        XYSeries series =
            chart.addSeries(
                fate.words,
                these.stream().map(Size::packet).toList(),
                these.stream().map(Size::roundTrip).toList());
        series
            .setMarker(fate.marker())
            .setMarkerColor(fate.colour())
            .setLineStyle(SeriesLines.NONE);
      }
    }
    limits().forEach((carries, names) -> limit(chart, carries, names, top));
    Picture picture = new Picture(chart, inWords());
    chart.getStyler().setLegendVisible(true);
    chart.getStyler().setYAxisMin(0.0);
    return picture;
  }

  private static void limit(XYChart chart, int carries, String names, double top) {
    List<BasicStroke> strokes = List.of(SeriesLines.DASH_DASH, SeriesLines.DASH_DOT);
    XYSeries line =
        chart.addSeries(carries + ": " + names, List.of(carries, carries), List.of(0.0, top));
    line.setMarker(SeriesMarkers.NONE);
    line.setLineStyle(strokes.get(chart.getSeriesMap().size() % strokes.size()))
        .setLineColor(Color.BLACK);
  }

  /** What hops carry, least first, with the names of those that carry it. */
  private Map<Integer, String> limits() {
    List<Integer> carried =
        new ArrayList<>(hops.list().stream().map(Hops.Hop::carries).distinct().sorted().toList());
    Map<Integer, String> limits = new LinkedHashMap<>();
    for (int each : carried) {
      limits.put(
          each,
          hops.list().stream()
              .filter(hop -> hop.carries() == each)
              .map(hop -> hop.name().startsWith("veth") ? "veth" : hop.name())
              .distinct()
              .collect(Collectors.joining(", ")));
    }
    return limits;
  }

  private String inWords() {
    return list.stream()
            .map(
                size ->
                    "%d bytes: %s%s"
                        .formatted(
                            size.packet(),
                            size.fate().words,
                            size.fate() == Fate.ANSWERED ? " in " + size.roundTrip() + " ms" : ""))
            .collect(Collectors.joining(", "))
        + ". Hops carry "
        + limits().entrySet().stream()
            .map(limit -> limit.getKey() + " bytes (" + limit.getValue() + ")")
            .collect(Collectors.joining(", "))
        + ".";
  }
}
