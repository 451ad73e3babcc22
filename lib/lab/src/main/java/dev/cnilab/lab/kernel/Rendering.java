package dev.cnilab.lab.kernel;

import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.View;
import java.util.HashMap;
import java.util.Map;

/** Converts the library's results into a notebook's outputs. */
public final class Rendering {

  private Rendering() {}

  /** Makes the running kernel show the library's results; does nothing outside a notebook. */
  public static void install() {
    NotebookKernel.running().ifPresent(kernel -> kernel.render(Shown.class, Rendering::data));
  }

  private static Map<String, Object> data(Shown result) {
    Map<String, Object> data = new HashMap<>(result.data());
    data.putAll(data(result.view()));
    return data;
  }

  static Map<String, Object> data(View view) {
    return Map.of("text/html", view.html(), "text/plain", view.text());
  }
}
