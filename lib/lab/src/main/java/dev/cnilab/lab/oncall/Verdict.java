package dev.cnilab.lab.oncall;

/** What a judge says of a stage. */
public sealed interface Verdict {

  /** What is wrong; empty if nothing is. */
  String complaint();

  /** All is as it was when the stage was whole. */
  record Whole() implements Verdict {

    @Override
    public String complaint() {
      return "";
    }
  }

  /** Users are served, but something is not as it should be: the symptom may only be hidden. */
  record Open(String complaint) implements Verdict {}

  /** Users are not served, or something is not Ready. */
  record Closed(String complaint) implements Verdict {}
}
