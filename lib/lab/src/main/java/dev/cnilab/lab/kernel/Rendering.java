package dev.cnilab.lab.kernel;

import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.View;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Converts the library's results into a notebook's outputs. */
public final class Rendering {

  private Rendering() {}

  /**
   * Makes the running kernel show the library's results; does nothing outside a notebook.
   *
   * @param seen receives each result that is shown
   */
  public static void install(Consumer<View> seen) {
    NotebookKernel.running()
        .ifPresent(kernel -> kernel.render(Shown.class, result -> data(result, seen)));
  }

  private static Map<String, Object> data(Shown result, Consumer<View> seen) {
    View view = result.view();
    seen.accept(view);
    Map<String, Object> data = new HashMap<>(result.data());
    data.putAll(data(view));
    return data;
  }

  static Map<String, Object> data(View view) {
    return Map.of("text/html", view.html(), "text/plain", view.text());
  }
}
