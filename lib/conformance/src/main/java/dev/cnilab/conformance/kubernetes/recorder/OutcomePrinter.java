package dev.cnilab.conformance.kubernetes.recorder;

/** Prints a command's outcome as in a transcript. */
public final class OutcomePrinter {
  private OutcomePrinter() {}

  static String of(String output, int status) {
    String text = output.stripTrailing();
    String failed = "[exit " + status + "]";
    if (status == 0) {
      return text;
    }
    return text.isEmpty() ? failed : text + "\n" + failed;
  }
}
