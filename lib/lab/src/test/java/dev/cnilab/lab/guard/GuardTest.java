package dev.cnilab.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.client.FakeApi;
import dev.cnilab.lab.client.message.Intention;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects and pods of a real cluster whose learner has agreed to nothing. */
class GuardTest {

  private static final String MARKED = "app.kubernetes.io/managed-by";

  @AutoClose private FakeApi api;
  private Guard guard;

  @BeforeEach
  void aClusterThatNobodyMayBreak() throws IOException {
    api = new FakeApi();
    api.list("/api/v1/nodes");
    api.list("/api/v1/namespaces");
    guard = new Guard(api.cluster());
  }

  private static Json object(String kind, String namespace, Map<String, ?> metadata, Object spec) {
    Map<String, Object> all = new java.util.TreeMap<>(metadata);
    all.put("name", "it");
    all.put("namespace", namespace);
    return Json.of(Map.of("kind", kind, "metadata", all, "spec", spec));
  }

  private void change(Json there, Json wanted) {
    guard.beforeChanging("", new Intention(there, wanted));
  }

  @Test
  void objects_made_by_others_stay_as_they_are() {
    Json theirs = object("ConfigMap", "kube-system", Map.of("uid", "u"), Map.of());
    assertThatThrownBy(() -> change(theirs, Json.ABSENT))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("did not change configmap/it in namespace kube-system")
        .hasMessageContaining("it is not the course's own");
  }

  @Test
  void the_courses_own_may_change_wherever_it_is() {
    Map<String, ?> marked = Map.of("uid", "u", "labels", Map.of(MARKED, "cni-lab"));
    assertThatCode(
            () -> {
              change(Json.ABSENT, object("Pod", LabNamespace.NAME, Map.of(), Map.of()));
              change(object("Service", "shop", marked, Map.of()), Json.ABSENT);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void a_new_object_is_not_the_courses_own_because_its_manifest_says_so() {
    Map<String, ?> marked = Map.of("labels", Map.of(MARKED, "cni-lab"));
    assertThatThrownBy(
            () -> change(Json.ABSENT, object("NetworkPolicy", "kube-system", marked, Map.of())))
        .hasMessageContaining("it is not the course's own");
  }

  @Test
  void pods_with_power_over_their_node_need_an_agreement_in_the_courses_namespace_too() {
    Map<String, ?> root = Map.of("volumes", List.of(Map.of("hostPath", Map.of("path", "/"))));
    assertThatThrownBy(() -> change(Json.ABSENT, object("Pod", LabNamespace.NAME, Map.of(), root)))
        .hasMessageContaining("such pods can change their node (hostPath)");

    Json plain = object("Deployment", LabNamespace.NAME, Map.of("uid", "u"), Map.of());
    Json patch = Json.of(Map.of("spec", Map.of("template", Map.of("spec", root))));
    assertThatThrownBy(() -> change(plain, patch)).hasMessageContaining("hostPath");
  }

  @Test
  void a_patch_is_judged_together_with_what_it_changes() {
    Object admin =
        Map.of("securityContext", Map.of("capabilities", Map.of("add", List.of("NET_ADMIN"))));
    Json there =
        object(
            "Deployment",
            LabNamespace.NAME,
            Map.of("uid", "u"),
            Map.of("template", Map.of("spec", Map.of("containers", List.of(admin)))));
    Json patch =
        Json.of(Map.of("spec", Map.of("template", Map.of("spec", Map.of("hostNetwork", true)))));
    assertThatThrownBy(() -> change(there, patch)).hasMessageContaining("NET_ADMIN");
    assertThatCode(() -> change(there, Json.ABSENT)).doesNotThrowAnyException();
  }

  @Test
  void commands_run_in_the_courses_own_pods_but_not_in_those_that_can_change_a_node() {
    assertThatCode(
            () -> guard.beforeRunningIn(object("Pod", LabNamespace.NAME, Map.of(), Map.of())))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> guard.beforeRunningIn(object("Pod", "kube-system", Map.of(), Map.of())))
        .hasMessageContaining("did not run a command in pod/it in namespace kube-system");
    assertThatThrownBy(
            () ->
                guard.beforeRunningIn(
                    object("Pod", LabNamespace.NAME, Map.of(), Map.of("hostPID", true))))
        .hasMessageContaining("such pods can change their node (hostPID)");
  }

  @Test
  void after_an_agreement_all_of_that_may_happen() {
    Json theirs = object("Pod", "kube-system", Map.of("uid", "u"), Map.of("hostPID", true));
    assertThat(guard.agree("x")).contains("may be changed");
    assertThatCode(
            () -> {
              change(theirs, Json.ABSENT);
              guard.beforeRunningIn(theirs);
            })
        .doesNotThrowAnyException();
  }
}
