package dev.cnilab.conformance.kubernetes.recorder;

/** What a transcript says of a command that was typed. */
public final class Answer {
  private Answer() {}

  static String of(String output, int status) {
    String text = output.stripTrailing();
    String failed = "[exit " + status + "]";
    if (status == 0) {
      return text;
    }
    return text.isEmpty() ? failed : text + "\n" + failed;
  }
}
