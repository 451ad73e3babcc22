package dev.cnilab.lab.stage;

/** A judge's verdict on a stage. */
public sealed interface StageVerdict {

  /** What is wrong; empty if nothing is. */
  String complaint();

  /** Everything is as it was when the stage was healthy. */
  record Whole() implements StageVerdict {

    @Override
    public String complaint() {
      return "";
    }
  }

  /** Users are served, but something is wrong: the symptom may only be hidden. */
  record Open(String complaint) implements StageVerdict {}

  /** Users are not served, or something is not Ready. */
  record Closed(String complaint) implements StageVerdict {}
}
