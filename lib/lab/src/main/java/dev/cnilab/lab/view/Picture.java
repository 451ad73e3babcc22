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
 * A bar chart in the lab's style: without a background, with lines and letters in the color of the
 * surrounding text, so that it suits light and dark themes and paper.
 *
 * @param inWords a description for people who cannot see it
 */
public record Picture(CategoryChart chart, String inWords) implements Shown {

  /** A tenth of a pixel is precise enough; letters are drawn as paths of many numbers. */
  private static final Pattern DIGITS = Pattern.compile("(\\d\\.\\d)\\d+");

  private static final Color NOTHING = new Color(0, 0, 0, 0);

  /** Gridlines guide the eye, but must not dominate the data. */
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

  /** Whether all bars are 0; the axis then has no length, and XChart draws at NaN. */
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
