package dev.cnilab.lab.problem;

/** Every remedy the library gives, in one place, so that they read alike. */
public final class Suggestions {

  public static final String RUN_AGAIN = "Run the cell again when you are ready.";

  public static final String START_A_CLUSTER =
      "Start one with ./lab, or with ./lab cluster and KUBECONFIG set to the file it names.";

  public static final String CHECK_THE_MANIFEST =
      "Compare it with one that works: the course's manifests are in notebooks/manifests.";

  private Suggestions() {}

  /** What to do about an HTTP status of the API server. */
  public static String forStatus(int code) {
    return switch (code) {
      case 400, 422 -> "Correct the field that the message names.";
      case 401, 403 -> "Check which user your kubeconfig names: kubectl auth whoami";
      case 404 -> "List what there is: kubectl get pods,nodes -A";
      case 409 -> "Something else changed the object in between. Run the cell again.";
      default -> "Look at the API server: kubectl get --raw /readyz?verbose";
    };
  }

  public static String lookAtPod(String pod) {
    return "Look at its state and its events: describe(\"pod/" + pod + "\")";
  }
}
