package dev.cnilab.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Images, init containers, restarts, hooks and probes. */
class ContainerLifeTest extends ContainersOfANode {
  @Test
  void an_unknown_image_is_reported_and_retried_with_back_off() {
    apply("x", "Always", "- {name: app, image: nosuch, command: [sleep]}");
    node.passSeconds(1);
    assertThat(waiting("x")).isEqualTo("ErrImagePull");
    assertThat(node.events("x"))
        .contains(
            "Normal Pulling x1 Pulling image \"nosuch\"", "Warning Failed x1 Error: ErrImagePull")
        .anyMatch(event -> event.startsWith("Warning Failed x1 Failed to pull image \"nosuch\": "));
    Set<String> seen = new LinkedHashSet<>();
    for (int i = 0; i < 60; i++) {
      node.passSeconds(1);
      seen.add(waiting("x"));
    }
    assertThat(seen).containsExactly("ErrImagePull", "ImagePullBackOff");
    node.passSeconds(120);
    for (int i = 0; i < 60 && !waiting("x").equals("ImagePullBackOff"); i++) {
      node.passSeconds(1); // it may just have retried
    }
    assertThat(node.pod("x").text("/status/containerStatuses/0/state/waiting/message"))
        .startsWith("Back-off pulling image \"nosuch\": ErrImagePull: ");
    assertThat(node.events("x"))
        .anyMatch(event -> event.matches("Normal Pulling x[3-5] Pulling image \"nosuch\""))
        .anyMatch(event -> event.matches("Normal BackOff x\\d+ Back-off pulling image \"nosuch\""));
  }

  @Test
  void a_missing_image_with_pull_policy_never_is_reported() {
    apply("x", "Always", "- {name: app, image: sleeper:v2, imagePullPolicy: Never}");
    node.passSeconds(15);
    assertThat(waiting("x")).isEqualTo("ErrImageNeverPull");
    assertThat(node.events("x"))
        .anyMatch(
            event ->
                event.matches(
                    "Warning ErrImageNeverPull x\\d Container image \"sleeper:v2\" is not present"
                        + " with pull policy of Never"));
  }

  @Test
  void init_containers_complete_before_the_app_containers_start() {
    node.applyPod(
        "x",
        """
        initContainers:
        - {name: one, image: sleeper, command: [exit, "0"]}
        - {name: two, image: sleeper, command: [exit, "0"]}
        containers:
        - {name: app, image: sleeper, command: [sleep]}
        """);
    node.passSeconds(1);
    assertThat(TestNode.condition(node.pod("x"), "Ready")).isEqualTo("True");
    assertThat(node.events("x").stream().filter(e -> e.contains("Started")))
        .containsExactly(
            "Normal Started x1 Container started",
            "Normal Started x1 Container started",
            "Normal Started x1 Container started");
    assertThat(node.pod("x").text("/status/initContainerStatuses/0/state/terminated/reason"))
        .isEqualTo("Completed");
  }

  @Test
  void a_failing_init_container_keeps_the_pod_pending() {
    node.applyPod(
        "x",
        """
        initContainers:
        - {name: one, image: sleeper, command: [exit, "3"]}
        containers:
        - {name: app, image: sleeper, command: [sleep]}
        """);
    node.passSeconds(20);
    assertThat(node.pod("x").text("/status/phase")).isEqualTo("Pending");
    assertThat(waiting("x")).isEqualTo("PodInitializing");
    assertThat(node.pod("x").text("/status/initContainerStatuses/0/state/terminated/reason"))
        .isEqualTo("Error");
    assertThat(node.pod("x").at("/status/initContainerStatuses/0/restartCount").asInt())
        .isEqualTo(2);
    assertThat(TestNode.condition(node.pod("x"), "Initialized"))
        .isEqualTo("False ContainersNotInitialized containers with incomplete status: [one]");
  }

  @Test
  void a_crashing_container_is_restarted_with_back_off() {
    apply("x", "Always", "- {name: app, image: sleeper, command: [exit, \"1\"]}");
    node.passSeconds(3);
    assertThat(waiting("x")).as("nobody has looked since it was held back").isEmpty();
    assertThat(node.pod("x").text("/status/containerStatuses/0/state/terminated/reason"))
        .isEqualTo("Error");
    assertThat(node.pod("x").at("/status/containerStatuses/0/restartCount").asInt()).isEqualTo(1);
    assertThat(
            node.pod("x").at("/status/containerStatuses/0/lastState/terminated/exitCode").asInt())
        .isEqualTo(1);
    node.passSeconds(120);
    assertThat(node.pod("x").at("/status/containerStatuses/0/restartCount").asInt())
        .isBetween(3, 4);
    assertThat(node.pod("x").text("/status/phase")).isEqualTo("Running");
    assertThat(node.events("x"))
        .anyMatch(
            event ->
                event.matches(
                    "Warning BackOff x\\d+ Back-off restarting failed container app in pod"
                        + " x_default\\(UID\\)"));
  }

  @Test
  void a_pod_that_is_not_restarted_succeeds_or_fails_with_its_container() {
    apply("good", "Never", "- {name: app, image: sleeper, command: [exit, \"0\"]}");
    apply("bad", "OnFailure", "- {name: app, image: sleeper, command: [exit, \"0\"]}");
    apply("failed", "Never", "- {name: app, image: sleeper, command: [exit, \"2\"]}");
    node.passSeconds(3);
    assertThat(node.pod("good").text("/status/phase")).isEqualTo("Succeeded");
    assertThat(TestNode.condition(node.pod("good"), "Ready")).isEqualTo("False PodCompleted");
    assertThat(node.pod("bad").text("/status/phase")).isEqualTo("Succeeded");
    assertThat(node.pod("failed").text("/status/phase")).isEqualTo("Failed");
    assertThat(TestNode.condition(node.pod("failed"), "Ready")).isEqualTo("False PodFailed");
    node.delete("good");
    node.passSeconds(2);
    assertThat(node.hasPod("good")).isFalse();
  }

  @Test
  void the_status_of_a_rejected_pod_contains_only_the_rejection() {
    node.applyPod(
        "x",
        """
        os: {name: windows}
        containers: [{name: app, image: sleeper, command: [sleep]}]
        """);
    node.passSeconds(2);
    JsonNode status = node.pod("x").at("/status");
    assertThat(status.path("phase").asText()).isEqualTo("Failed");
    assertThat(status.path("reason").asText()).isEqualTo("PodOSNotSupported");
    assertThat(status.path("message").asText())
        .isEqualTo("Pod was rejected: Failed to admit pod as the OS field doesn't match node OS");
    assertThat(status.path("conditions")).isEmpty();
    assertThat(status.has("containerStatuses")).isFalse();
  }

  @Test
  void a_container_whose_command_is_missing_is_reported() {
    apply("x", "Always", "- {name: app, image: sleeper, command: [nosuch]}");
    node.passSeconds(12);
    assertThat(waiting("x")).isIn("RunContainerError", "CrashLoopBackOff");
    assertThat(node.events("x"))
        .anyMatch(
            event ->
                event.startsWith("Warning Failed x")
                    && event.contains("executable file not found in $PATH"));
  }
}
