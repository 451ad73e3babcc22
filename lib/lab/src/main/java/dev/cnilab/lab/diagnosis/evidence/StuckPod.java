package dev.cnilab.lab.diagnosis.evidence;

import dev.cnilab.lab.shell.Pod;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pod whose network cannot be set up or torn down, with the latest event that says why.
 *
 * @param says the event's message
 */
public record StuckPod(Pod pod, String says) {

  /** The message of a teardown quotes the one of containerd, with its quotes escaped. */
  public StuckPod {
    says = says.replace("\\\"", "\"");
  }

  private static final Pattern PLUGIN =
      Pattern.compile(
          "plugin type=\"([^\"]+)\"(?: name=\"[^\"]*\")? failed \\((?:add|delete)\\): (.*)",
          Pattern.DOTALL);

  private static final Pattern UNFOUND = Pattern.compile("failed to find plugin \"([^\"]+)\"");

  public Clue clue() {
    return new Clue("event of pod " + pod.namespace() + "/" + pod.name(), says);
  }

  /** The program that was not found, empty if there is none. */
  public String unfound() {
    Matcher match = UNFOUND.matcher(says);
    return match.find() ? match.group(1) : "";
  }

  /** The plugin that failed, empty if none is named. */
  public String plugin() {
    Matcher match = PLUGIN.matcher(says);
    return match.find() ? match.group(1) : "";
  }

  /** The plugin's own message, empty if there is none. */
  public String words() {
    Matcher match = PLUGIN.matcher(says);
    return match.find() ? match.group(2) : "";
  }
}
