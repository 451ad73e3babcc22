package dev.cnilab.lab.kernel;

import dev.cnilab.lab.view.View;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An output that changes while a cell runs; its last state remains. */
public final class LiveDisplay {

  private final Optional<NotebookKernel> kernel = NotebookKernel.running();
  private final String id = UUID.randomUUID().toString();
  private @Nullable View shown;

  /** Shows a view in place of the previous one. Outside a notebook nothing is shown. */
  public void show(View view) {
    if (view.equals(shown)) {
      return;
    }
    boolean first = shown == null;
    shown = view;
    kernel.ifPresent(
        notebook -> {
          if (first) {
            notebook.display(id, Rendering.data(view));
          } else {
            notebook.update(id, Rendering.data(view));
          }
        });
  }

  /** Clears the output. */
  public void clear() {
    if (shown != null) {
      show(View.empty());
    }
  }
}
