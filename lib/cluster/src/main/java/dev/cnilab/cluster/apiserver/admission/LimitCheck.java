package dev.cnilab.cluster.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.quota.Amount;
import dev.cnilab.cluster.quota.QuotaUsage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One item of a LimitRange, compared with requests and limits. */
record LimitCheck(JsonNode item, List<String> errors) {
  /** The sum over all containers of a pod. */
  static ObjectNode sum(ObjectNode pod) {
    QuotaUsage requests = QuotaUsage.NOTHING;
    QuotaUsage limits = QuotaUsage.NOTHING;
    for (JsonNode container : pod.at("/spec/containers")) {
      requests = requests.plus(QuotaUsage.of(container.at("/resources/requests")));
      limits = limits.plus(QuotaUsage.of(container.at("/resources/limits")));
    }
    ObjectNode both = Json.object();
    both.set("requests", requests.toJson());
    both.set("limits", limits.toJson());
    return both;
  }

  void resources(JsonNode resources) {
    JsonNode requests = resources.path("requests");
    JsonNode limits = resources.path("limits");
    each("min").forEach(bound -> atLeast(bound.getKey(), bound.getValue(), requests, limits));
    each("max").forEach(bound -> atMost(bound.getKey(), bound.getValue(), requests, limits));
    each("maxLimitRequestRatio")
        .forEach(bound -> ratio(bound.getKey(), bound.getValue(), requests, limits));
  }

  void storage(JsonNode requests) {
    Amount asked = Amount.of(requests.path("storage").asText(""));
    each("min")
        .filter(bound -> Amount.of(bound.getValue().asText()).exceeds(asked))
        .forEach(bound -> say("minimum", bound.getKey(), bound.getValue(), "request", asked));
    each("max")
        .filter(bound -> asked.exceeds(Amount.of(bound.getValue().asText())))
        .forEach(bound -> say("maximum", bound.getKey(), bound.getValue(), "request", asked));
  }

  private Stream<Map.Entry<String, JsonNode>> each(String bounds) {
    return item.path(bounds).propertyStream();
  }

  private void atLeast(String name, JsonNode bound, JsonNode requests, JsonNode limits) {
    Amount least = Amount.of(bound.asText());
    Amount request = Amount.of(requests.path(name).asText(""));
    Amount limit = Amount.of(limits.path(name).asText(""));
    if (!requests.has(name)) {
      errors.add(usage("minimum", name, bound) + ".  No request is specified");
    } else if (least.exceeds(request)) {
      say("minimum", name, bound, "request", request);
    } else if (limits.has(name) && least.exceeds(limit)) {
      say("minimum", name, bound, "limit", limit);
    }
  }

  private void atMost(String name, JsonNode bound, JsonNode requests, JsonNode limits) {
    Amount most = Amount.of(bound.asText());
    Amount request = Amount.of(requests.path(name).asText(""));
    Amount limit = Amount.of(limits.path(name).asText(""));
    if (!limits.has(name)) {
      errors.add(usage("maximum", name, bound) + ".  No limit is specified");
    } else if (limit.exceeds(most)) {
      say("maximum", name, bound, "limit", limit);
    } else if (requests.has(name) && request.exceeds(most)) {
      say("maximum", name, bound, "request", request);
    }
  }

  private void ratio(String name, JsonNode bound, JsonNode requests, JsonNode limits) {
    Amount request = Amount.of(requests.path(name).asText(""));
    Amount limit = Amount.of(limits.path(name).asText(""));
    String rule =
        "%s max limit to request ratio per %s is %s".formatted(name, kind(), bound.asText());
    if (request.value().signum() == 0) {
      errors.add(rule + ", but no request is specified or request is 0");
    } else if (limit.value().signum() == 0) {
      errors.add(rule + ", but no limit is specified or limit is 0");
    } else {
      BigDecimal found = limit.value().divide(request.value(), MathContext.DECIMAL64);
      if (found.compareTo(Amount.of(bound.asText()).value()) > 0) {
        errors.add(rule + ", but provided ratio is %f".formatted(found));
      }
    }
  }

  private void say(String word, String name, JsonNode bound, String what, Amount found) {
    errors.add(usage(word, name, bound) + ", but %s is %s".formatted(what, found));
  }

  private String usage(String word, String name, JsonNode bound) {
    return "%s %s usage per %s is %s".formatted(word, name, kind(), bound.asText());
  }

  private String kind() {
    return item.path("type").asText();
  }
}
