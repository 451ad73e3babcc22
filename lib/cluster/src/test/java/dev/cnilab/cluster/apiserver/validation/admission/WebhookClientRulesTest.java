package dev.cnilab.cluster.apiserver.validation.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookClientRulesTest {
  private static final String FORM = "; desired format: https://host[/path]";

  private static List<String> errors(String url) {
    List<FieldError> errors = new ArrayList<>();
    WebhookClientRules.check(
        ValidatedField.of(Json.object().put("url", url), MissingNode.getInstance(), errors));
    return errors.stream().map(FieldError::toString).toList();
  }

  @Test
  void a_webhook_url_is_validated_as_in_go() {
    assertThat(errors("https:"))
        .containsExactly("url: Invalid value: \"\": host must be specified" + FORM);
    assertThat(errors("https://[::1"))
        .containsExactly(
            "url: Required value: url must be a valid URL: parse \"https://[::1\": missing ']' in"
                + " host"
                + FORM);
    assertThat(errors("https://host:abc/"))
        .containsExactly(
            "url: Required value: url must be a valid URL: parse \"https://host:abc/\": invalid"
                + " port \":abc\" after host"
                + FORM);
    assertThat(errors("https://host/a b")).isEmpty();
    assertThat(errors("https://@host"))
        .containsExactly("url: Invalid value: \"\": user information is not permitted in the URL");
  }
}
