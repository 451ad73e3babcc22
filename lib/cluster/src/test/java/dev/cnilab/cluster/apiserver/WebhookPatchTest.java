package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The patch in a webhook's answer. */
class WebhookPatchTest extends HostileWebhooks {
  /** From now on the write fails if the webhook does. */
  private void failuresCount() {
    loop.call(
        () -> {
          KubeObject strict =
              core.registry()
                  .get(ResourceTypes.MUTATING_WEBHOOKS, "", "hook")
                  .with("webhooks", hook("Fail").at("/webhooks"));
          return core.registry()
              .update(ResourceTypes.MUTATING_WEBHOOKS, strict, Requester.of(User.apiServer()));
        });
  }

  private boolean exists() {
    return loop.call(
        () -> core.registry().find(ResourceTypes.CONFIG_MAPS, "default", "m").isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"op\":\"replace\",\"path\":\"/data\",\"value\":5}]",
        "[{\"op\":\"replace\",\"path\":\"/data/a\",\"value\":{}}]",
        "[{\"op\":\"replace\",\"path\":\"/metadata\",\"value\":[]}]",
        "[{\"op\":\"add\",\"path\":\"/metadata/finalizers\",\"value\":\"x\"}]",
        "[{\"op\":\"replace\",\"path\":\"/kind\",\"value\":\"Node\"}]",
        "[{\"op\":\"remove\",\"path\":\"/nowhere\"}]",
        "[{\"op\":\"fly\",\"path\":\"/data\"}]",
        "[{\"op\":\"replace\",\"path\":\"\",\"value\":[]}]",
        "[null]",
      })
  void a_webhook_patch_that_does_not_apply_is_an_internal_error(String operations) {
    assertThatThrownBy(() -> created(patch(operations)))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.status().code()).isEqualTo(500))
        .hasMessageContaining("Internal error occurred: ")
        .hasMessageNotContaining("occurred: Internal error");
    assertThat(exists()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[5]", "{\"op\":\"remove\"}", "[["})
  void an_invalid_webhook_patch_is_a_failure_that_can_be_ignored(String operations) {
    assertThat(created(patch(operations)).at("/data/a").asText()).isEqualTo("b");
  }

  @Test
  void a_webhook_patch_nested_too_deeply_is_an_internal_error() {
    String deep = "{\"a\":".repeat(9_000) + "1" + "}".repeat(9_000);
    assertRefused(() -> created(set("/deep", deep)), 500, "exceeded max depth");
    StringBuilder operations = new StringBuilder("[");
    for (int i = 0; i < 20; i++) {
      String path = "/deep" + "/a".repeat(i * 450);
      operations
          .append(i == 0 ? "" : ",")
          .append("{\"op\":\"add\",\"path\":\"%s\",\"value\":".formatted(path))
          .append("{\"a\":".repeat(450))
          .append("1")
          .append("}".repeat(450))
          .append("}");
    }
    assertRefused(() -> created(patch(operations + "]")), 500, "exceeded max depth");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"allowed\": true, \"patch\": null}",
        "{\"allowed\": true, \"patch\": \"\", \"patchType\": null}",
        "{\"allowed\": true, \"patchType\": \"JSONPatch\", \"patch\": \"W10=\"}",
        "{\"allowed\": true, \"patchType\": \"JSONPatch\", \"patch\": \"bnVsbA==\"}",
        "{\"allowed\": true, \"patchType\": \"MergePatch\", \"patch\": \"W10=\"}",
      })
  void an_empty_webhook_patch_changes_nothing(String response) {
    failuresCount();
    assertThat(created(response).at("/data/a").asText()).isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"allowed\": true, \"patch\": null, \"patchType\": null}",
        "{\"allowed\": true, \"patch\": \"\"}",
      })
  void an_empty_patch_of_a_validating_webhook_is_accepted(String response) {
    loop.call(
        () -> {
          Requester administrator = Requester.of(User.apiServer());
          core.registry().create(ResourceTypes.VALIDATING_WEBHOOKS, hook("Fail"), administrator);
          return core;
        });
    assertThat(created(response).at("/data/a").asText()).isEqualTo("b");
  }

  @Test
  void a_patch_of_an_unknown_type_is_a_failure_that_can_be_ignored() {
    String response =
        patch("[{\"op\":\"remove\",\"path\":\"/data\"}]").replace("JSONPatch", "MergePatch");
    assertThat(created(response).at("/data/a").asText()).isEqualTo("b");
    failuresCount();
    assertRefused(
        () -> updated(response),
        500,
        "failed calling webhook \"hook.example.com\": unsupported patch type \"MergePatch\"");
  }
}
