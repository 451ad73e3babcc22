package dev.cnilab.cluster.apiserver.custom.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.object.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScalarRulesTest {
  @Test
  void a_pattern_is_matched_in_linear_time() {
    Findings errors = new Findings();
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            ScalarRules.check(
                Json.object().put("pattern", "^(a|aa)+$"),
                TextNode.valueOf("a".repeat(50_000) + "b"),
                "spec.text",
                errors));
    assertThat(errors.all()).hasSize(1);
  }
}
