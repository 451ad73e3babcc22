package dev.cnilab.lab.shell;

import dev.cnilab.lab.kernel.LiveDisplay;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Shows the end of a long command's output while it runs. When the command is done, it is cleared
 * for the final output; after an interrupt it stays.
 */
final class RunningOutput implements Consumer<String> {

  private static final int LINES = 10;

  private final String prompt;
  private final LiveDisplay display = new LiveDisplay();

  RunningOutput(String prompt) {
    this.prompt = prompt;
  }

  @Override
  public void accept(String printed) {
    display.show(View.empty().printed(prompt, end(printed)).note("Still running."));
  }

  private static String end(String printed) {
    List<String> lines = printed.lines().toList();
    return lines.stream().skip(Math.max(0, lines.size() - LINES)).collect(Collectors.joining("\n"));
  }

  /** Called when the command has ended. */
  void done() {
    display.clear();
  }
}
