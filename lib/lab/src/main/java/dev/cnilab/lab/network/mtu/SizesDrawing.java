package dev.cnilab.lab.network.mtu;

import dev.cnilab.lab.network.mtu.Sizes.Fate;
import dev.cnilab.lab.network.mtu.Sizes.Size;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Sketch;
import dev.cnilab.lab.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How far packets of each size get: the interfaces from left to right with the sizes they allow,
 * and a line per packet that ends where it no longer fits, with the error its sender received.
 */
public record SizesDrawing(Sizes sizes) implements Shown {

  private static final int LEFT = 96;
  private static final int HOP_WIDTH = 56;
  private static final int WORDS_WIDTH = 172;
  private static final int FIRST_ROW = 96;
  private static final int ROW_HEIGHT = 28;
  private static final int GAP = 10;

  /** The width of a name; a pod has one interface but a longer name. */
  private static final int NAME = 26;

  @Override
  public View view() {
    return View.empty()
        .drawing(
            "How far packets of each size get, and what their sender is told", svg(), inWords());
  }

  private String svg() {
    int height = FIRST_ROW + sizes.list().size() * ROW_HEIGHT;
    Sketch sketch = new Sketch(LEFT + hops().size() * HOP_WIDTH + WORDS_WIDTH, height);
    drawPlaces(sketch, height);
    sketch.label(0, FIRST_ROW - 34, "carries");
    for (int hop = 0; hop < hops().size(); hop++) {
      sketch.text(x(hop), FIRST_ROW - 54, hops().get(hop).name().replaceAll("^(veth).+", "$1"));
      sketch.text(x(hop), FIRST_ROW - 34, String.valueOf(hops().get(hop).carries()));
      sketch.faint(x(hop), FIRST_ROW - 20, x(hop), height - GAP);
    }
    for (int row = 0; row < sizes.list().size(); row++) {
      draw(sketch, sizes.list().get(row), FIRST_ROW + row * ROW_HEIGHT);
    }
    return sketch.svg();
  }

  /** Draws a frame around the interfaces of each pod or node. */
  private void drawPlaces(Sketch sketch, int height) {
    int first = 0;
    while (first < hops().size()) {
      String where = hops().get(first).where();
      int next = first;
      while (next < hops().size() && hops().get(next).where().equals(where)) {
        next++;
      }
      int left = x(first) - HOP_WIDTH / 2 + 2 - (first == 0 ? NAME : 0);
      int right = x(next - 1) + HOP_WIDTH / 2 - 2 + (next == hops().size() ? NAME : 0);
      sketch.frame(left, 2, right - left, height - 4, where);
      first = next;
    }
  }

  private void draw(Sketch sketch, Size size, int y) {
    sketch.label(0, y, size.packet() + " bytes");
    int reached = reached(size);
    boolean arrived = size.fate() == Fate.ANSWERED;
    int end = arrived ? x(hops().size() - 1) + HOP_WIDTH / 2 : x(reached);
    sketch.line(x(0) - HOP_WIDTH / 2 + GAP, y, end, y);
    if (!arrived) {
      sketch.cross(end, y);
    }
    sketch.label(LEFT + hops().size() * HOP_WIDTH + NAME + GAP, y, told(size));
  }

  private List<Hops.Hop> hops() {
    return sizes.hops().list();
  }

  private static int x(int hop) {
    return LEFT + hop * HOP_WIDTH + HOP_WIDTH / 2;
  }

  /** The interface that a packet does not pass: the first one if its sender refused it. */
  private int reached(Size size) {
    if (size.fate() == Fate.LOCAL_ERROR) {
      return 0;
    }
    return IntStream.range(0, hops().size())
        .filter(hop -> hops().get(hop).carries() < size.packet())
        .findFirst()
        .orElse(hops().size() - 1);
  }

  private static String told(Size size) {
    return switch (size.fate()) {
      case ANSWERED -> "✓ answered";
      case LOCAL_ERROR -> "! its kernel refuses";
      case FRAG_NEEDED -> "! told: Frag needed";
      case SILENCE -> "✗ silence";
    };
  }

  /** A description of the drawing for people who cannot see it. */
  public String inWords() {
    List<String> sentences = new ArrayList<>();
    for (Size size : sizes.list()) {
      sentences.add("%d bytes: %s%s".formatted(size.packet(), end(size), told(size).substring(2)));
    }
    String limits =
        hops().stream()
            .map(hop -> "%s of %s %d".formatted(hop.name(), hop.where(), hop.carries()))
            .collect(Collectors.joining(", "));
    return String.join("; ", sentences) + ". The interfaces carry: " + limits + ".";
  }

  private String end(Size size) {
    if (size.fate() == Fate.ANSWERED || hops().isEmpty()) {
      return "";
    }
    Hops.Hop hop = hops().get(reached(size));
    return "ends at %s of %s, ".formatted(hop.name(), hop.where());
  }
}
