package dev.cnilab.lab.view;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.CategoryStyler;

/**
 * A bar chart in the lab's one style: no background of its own, lines and letters in the colour of
 * the text around it, so that it suits light, dark and paper.
 *
 * @param inWords what it shows, for those who cannot see it
 */
public record Picture(CategoryChart chart, String inWords) implements Shown {

  /** A tenth of a pixel is enough; letters are drawn as paths of many numbers. */
  private static final Pattern DIGITS = Pattern.compile("(\\d\\.\\d)\\d+");

  private static final Color NOTHING = new Color(0, 0, 0, 0);

  /** Gridlines guide the eye; what is measured must be seen before them. */
  private static final Color FAINT = new Color(0, 0, 0, 38);

  public Picture {
    CategoryStyler style = chart.getStyler();
    style.setChartBackgroundColor(NOTHING);
    style.setPlotBackgroundColor(NOTHING);
    style.setLegendBackgroundColor(NOTHING);
    style.setChartTitleVisible(false);
    style.setLegendVisible(false);
    style.setPlotBorderVisible(false);
    style.setLegendBorderColor(NOTHING);
    style.setDecimalPattern("0.##");
    style.setPlotGridLinesColor(FAINT);
    if (isFlat(chart)) {
      style.setYAxisMax(1.0);
    }
  }

  /** Bars that are all 0 give the axis no length, and XChart draws at NaN. */
  private static boolean isFlat(CategoryChart chart) {
    return chart.getSeriesMap().values().stream()
        .flatMap(series -> series.getYData().stream())
        .filter(Objects::nonNull)
        .allMatch(height -> height.doubleValue() == 0);
  }

  @Override
  public View view() {
    return View.empty().drawing(chart.getTitle(), svg(), inWords);
  }

  private String svg() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String svg = bytes.toString(StandardCharsets.UTF_8);
    return DIGITS
        .matcher(svg.substring(svg.indexOf("<svg")))
        .replaceAll("$1")
        .replaceAll("rgb\\((?:0,0,0|130,130,130)\\)", "currentColor");
  }
}
