package dev.cnilab.lab;

import static dev.cnilab.lab.LabSession.bench;

import dev.cnilab.lab.brokenworker.Reported;
import dev.cnilab.lab.capability.Capabilities;
import dev.cnilab.lab.capability.Probed;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.course.Advice;
import dev.cnilab.lab.course.CheckResult;
import dev.cnilab.lab.course.Course;
import dev.cnilab.lab.course.Report;
import dev.cnilab.lab.guard.LabNamespace;
import dev.cnilab.lab.inventory.Inventory;
import dev.cnilab.lab.inventory.Stocktaking;
import dev.cnilab.lab.kernel.Rendering;
import dev.cnilab.lab.oncall.Outcome;
import dev.cnilab.lab.oncall.Page;
import dev.cnilab.lab.oncall.incident.Roster;
import dev.cnilab.lab.oncall.logbook.Incidents;
import dev.cnilab.lab.oncall.logbook.Logbook;
import dev.cnilab.lab.oncall.logbook.Practice;
import dev.cnilab.lab.question.Prediction;
import dev.cnilab.lab.question.Verdict;
import java.util.List;
import java.util.Random;

/**
 * The functions of a cell for the course itself: its steps, its clusters, and being on call. Those
 * for objects are in {@link LabObjects}, those for the network in {@link LabNetwork} and {@link
 * LabServices}; a cell calls them all without imports.
 */
public final class Lab {

  private static final LabSession SESSION = LabSession.ofProcess();

  private Lab() {}

  private static Course course() {
    return SESSION.home().course();
  }

  /**
   * Makes the running notebook show results as tables, and opens the connection to the cluster
   * while the first cell is being typed. Called once, when the kernel starts.
   */
  public static void install() {
    Rendering.install(SESSION::saw);
    SESSION.openAhead();
  }

  @Doc(value = "lists what you can call", example = "help()")
  public static Help help() {
    return Help.all();
  }

  @Doc(value = "explains one function", example = "help(\"ping\")")
  public static Help help(String function) {
    return Help.of(function);
  }

  @Doc(value = "puts the cluster into the state a step starts from", example = "begin(\"03\")")
  public static Advice begin(String step) {
    SESSION.goHome();
    return course().begin(step);
  }

  @Doc(
      value = "looks at the cluster and says which of a step's expectations are met",
      example = "check(\"03\")")
  public static CheckResult check(String step) {
    return course().check(step);
  }

  @Doc(
      value = "gives a hint about what is missing now; called again, a clearer one",
      example = "hint(\"03\")")
  public static Advice hint(String step) {
    return course().hint(step);
  }

  @Doc(value = "shows one right answer", example = "solution(\"03\")")
  public static Advice solution(String step) {
    return course().solution(step);
  }

  @Doc(value = "notes what you expect, before you look", example = "predict(\"ttl\", \"b\")")
  public static Prediction predict(String question, String letter) {
    return course().predict(question, letter);
  }

  @Doc(value = "asks the cluster and compares with your prediction", example = "verdict(\"ttl\")")
  public static Verdict verdict(String question) {
    return course().verdict(question);
  }

  @Doc(value = "shows how far you have come", example = "progress()")
  public static Report progress() {
    return course().progress();
  }

  @Doc(
      value = "breaks a worker in a way you are not told: one of six of a series",
      example = "incident(24, 1)")
  public static Reported incident(long series, int number) {
    return bench().brokenWorkers().start(series, number);
  }

  @Doc(
      value = "what a cluster has beyond a fresh one; .since(…) compares with an earlier look",
      example = "var before = inventory()",
      kubectl = "kubectl get pods,services,configmaps,deployments,networkpolicies")
  public static Inventory inventory() {
    return new Stocktaking(cluster(), bench().workloads()).now();
  }

  @Doc(
      value =
          "removes the lab from the cluster: its shells on nodes, its copies there, its namespace",
      example = "leave()")
  public static String leave() {
    bench().shells().leave();
    return "Nothing of the lab is left: no namespace %s, no shell, no copy on any node."
        .formatted(LabNamespace.NAME);
  }

  @Doc(
      value = "on a real cluster that looks disposable: its nodes may be changed",
      example = "agree()")
  public static String agree() {
    return bench().shells().guard().agree("");
  }

  @Doc(
      value = "on any other real cluster: the nodes of the one you name may be changed",
      example = "agree(\"my-test-cluster\")")
  public static String agree(String context) {
    return bench().shells().guard().agree(context);
  }

  @Doc(
      value = "one more cluster, with another plugin; all functions act on it from now on",
      example = "use(\"calico\")",
      kubectl = "./lab cluster --cni NAME")
  public static Choice use(String cni) {
    return SESSION.choose(cni);
  }

  @Doc(
      value = "one more cluster whose plugin you are not told; the number decides which",
      example = "unlabelled(20)")
  public static Choice unlabelled(long number) {
    return SESSION.chooseUnlabelled(number);
  }

  @Doc(
      value =
          "a page: something is wrong on a cluster of its own, and the clock is running; harder"
              + " after one that you solved, easier after one that you missed",
      example = "onCall()")
  public static Page onCall() {
    return SESSION.page(
        new Practice(
                Roster.ofCatalogue(), Logbook.fromEnvironment(), new Random(), incident -> true)
            .next());
  }

  @Doc(value = "the incident with that number, the same for everybody", example = "onCall(7)")
  public static Page onCall(long seed) {
    return SESSION.page(Roster.ofCatalogue().incident(seed));
  }

  @Doc(
      value =
          "says what is wrong, and where, by letters or words of the page; the last answer counts",
      example = "answer(\"b\", \"e\")")
  public static String answer(String what, String where) {
    return "Noted: " + SESSION.handling().choose(what, where);
  }

  @Doc(
      value = "says that the incident is over: the cluster's state decides, and a debrief follows",
      example = "resolved()")
  public static Outcome resolved() {
    return Outcome.of(SESSION.handling(), Logbook.fromEnvironment());
  }

  @Doc(value = "how long each kind of fault took you", example = "incidents()")
  public static Incidents incidents() {
    return Incidents.of(Logbook.fromEnvironment());
  }

  @Doc(value = "back to the course's own cluster", example = "home()")
  public static Choice home() {
    return SESSION.goHome();
  }

  @Doc(
      value =
          "tests what plugins can do, each on a cluster of its own; without names, the one in use",
      example = "capabilities(\"bridge\", \"flannel\")")
  public static Capabilities capabilities(String... plugins) {
    return plugins.length == 0
        ? new Capabilities(List.of(Probed.of("this cluster", bench().scene())))
        : SESSION.home().survey().of(List.of(plugins));
  }

  @Doc(value = "the cluster in use; .client() is the fabric8 client", example = "cluster()")
  public static Cluster cluster() {
    return bench().cluster();
  }
}
