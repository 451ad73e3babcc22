package dev.cnilab.lab.oncall.logbook;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Picture;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.awt.Color;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** The incidents that somebody has handled, by kind. */
public record Incidents(List<Kind> kinds) implements Tabular {

  private static final int WIDTH_OF_AXIS = 120;
  private static final int WIDTH_OF_BAR = 70;
  private static final int SECONDS = 60;

  /**
   * Incidents of one kind.
   *
   * @param times how many times it occurred
   * @param toRepair the average time from the page to the end
   * @param missed whether the last one was not diagnosed or not repaired
   */
  public record Kind(String name, int times, Duration toRepair, boolean missed) {}

  public Incidents {
    kinds = List.copyOf(kinds);
  }

  /** The incidents in a record. */
  public static Incidents of(Logbook logbook) {
    Set<String> missed = logbook.missed();
    Map<String, List<Played>> byKind =
        logbook.played().stream()
            .collect(Collectors.groupingBy(Played::kind, TreeMap::new, Collectors.toList()));
    Map<String, Duration> times = logbook.times();
    return new Incidents(
        byKind.entrySet().stream()
            .map(
                kind ->
                    new Kind(
                        kind.getKey(),
                        kind.getValue().size(),
                        times.getOrDefault(kind.getKey(), Duration.ZERO),
                        missed.contains(kind.getKey())))
            .toList());
  }

  @Override
  public View view() {
    View table =
        View.empty()
            .grid(
                "Your incidents",
                List.of("kind", "times", "average time to repair", "last time"),
                kinds,
                Incidents::row);
    return kinds.isEmpty() ? table.note("No incident yet: onCall()") : table.then(chart().view());
  }

  private static List<Cell> row(Kind kind) {
    return List.of(
        Cell.of(kind.name()),
        Cell.of(kind.times()),
        Cell.of(Times.inWords(kind.toRepair())),
        kind.missed() ? Cell.bad("missed: it comes again") : Cell.good("resolved"));
  }

  /** The average time to repair, one bar per kind. */
  public Picture chart() {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH_OF_AXIS + WIDTH_OF_BAR * Math.max(3, kinds.size()))
            .height(320)
            .title("Average time to repair, by kind")
            .yAxisTitle("minutes")
            .build();
    chart.getStyler().setXAxisLabelRotation(30);
    chart
        .addSeries(
            "minutes",
            kinds.stream().map(Kind::name).toList(),
            kinds.stream().map(each -> (double) each.toRepair().toSeconds() / SECONDS).toList())
        .setFillColor(new Color(0x4a86c5));
    return new Picture(chart, inWords());
  }

  private String inWords() {
    return kinds.stream()
        .map(each -> each.name() + ": " + Times.inWords(each.toRepair()))
        .collect(Collectors.joining("; "));
  }
}
