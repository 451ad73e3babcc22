package dev.cnilab.lab.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.cnilab.lab.client.message.Applied;
import dev.cnilab.lab.client.message.Intention;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.client.message.ServerTable;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests to the API server, and its refusals as messages. */
final class Api {

  private static final String JSON = "application/json";
  private static final String TABLE = JSON + ";as=Table;v=v1;g=meta.k8s.io," + JSON;

  /** A plural, perhaps with its group, and a name. */
  private static final Pattern EXISTS = Pattern.compile("^(\\w+)\\S* \"([^\"]+)\" already exists");

  private final KubernetesClient client;

  Api(KubernetesClient client) {
    this.client = client;
  }

  /** The object at a path; empty if it does not exist. */
  Optional<Json> find(String path) {
    HttpResponse<String> response = send("GET", path, JSON, null);
    return response.code() == 404 ? Optional.empty() : Optional.of(body("GET", path, response));
  }

  ServerTable table(String path) {
    String query = path + (path.contains("?") ? "&" : "?") + "includeObject=Object";
    return ServerTable.of(body("GET", path, send("GET", query, TABLE, null)));
  }

  Json change(String method, String path, String contentType, Json body) {
    HttpResponse<String> response = send(method, path, contentType, body);
    return body(method, path, response);
  }

  /** Deletes the object at a path if it has this version; false if it has another one. */
  boolean deleteUnchanged(String path, int graceSeconds, String version) {
    Json options =
        Json.of(
            Map.of(
                "gracePeriodSeconds",
                graceSeconds,
                "preconditions",
                Map.of("resourceVersion", version)));
    HttpResponse<String> response = send("DELETE", path, JSON, options);
    if (response.code() == 409) {
      return false;
    }
    if (response.code() != 404) {
      body("DELETE", path, response);
    }
    return true;
  }

  /** Deletes the object at a path and its dependents; false if it did not exist. */
  boolean delete(String path, int graceSeconds) {
    Json options =
        Json.of(Map.of("propagationPolicy", "Background", "gracePeriodSeconds", graceSeconds));
    HttpResponse<String> response = send("DELETE", path, JSON, options);
    if (response.code() == 404) {
      return false;
    }
    body("DELETE", path, response);
    return true;
  }

  /**
   * Whether a service behind the server's proxy answers.
   *
   * @return the server's message if it does not; empty if it does, or if that is unknown
   */
  Optional<String> silence(String path, Duration patience) {
    CompletableFuture<HttpResponse<String>> response = sendAsync("GET", path, JSON, null);
    try {
      HttpResponse<String> there = response.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return there.code() < 500
          ? Optional.empty()
          : Optional.of(status(String.valueOf(there.body()), there.code()));
    } catch (TimeoutException silent) {
      response.cancel(true);
      return Optional.of("no answer within " + patience.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException unreachable) {
      return Optional.empty();
    }
  }

  private HttpResponse<String> send(String method, String path, String type, @Nullable Json body) {
    String server = client.getMasterUrl().toString().replaceAll("/$", "");
    String tried = "could not " + method + " " + path;
    try {
      return sendAsync(method, path, type, body).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LabException.of(tried, "the cell was interrupted", Suggestions.RUN_AGAIN);
    } catch (ExecutionException e) {
      Throwable cause = requireNonNull(e.getCause());
      throw LabException.of(
          tried,
          cause instanceof ConnectException
              ? "nothing answers at " + server
              : String.valueOf(cause.getMessage()),
          Suggestions.START_A_CLUSTER);
    }
  }

  private CompletableFuture<HttpResponse<String>> sendAsync(
      String method, String path, String type, @Nullable Json body) {
    String server = client.getMasterUrl().toString().replaceAll("/$", "");
    HttpRequest.Builder request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(server + path)
            .header("Accept", body == null ? type : JSON);
    if (body != null) {
      request.method(method, type, body.toString());
    }
    return client.getHttpClient().sendAsync(request.build(), String.class);
  }

  private static Json body(String method, String path, HttpResponse<String> response) {
    String text = response.body() == null ? "" : response.body();
    if (response.isSuccessful()) {
      return text.isEmpty() ? Json.ABSENT : Json.parse(text);
    }
    String found = status(text, response.code());
    throw LabException.of(
        "could not " + method + " " + path,
        found,
        existing(found)
            .map(Suggestions::deleteFirst)
            .orElseGet(() -> Suggestions.forStatus(response.code())));
  }

  /** The object that a message says exists, as kubectl names it. */
  private static Optional<String> existing(String message) {
    Matcher said = EXISTS.matcher(message);
    return said.find()
        ? Optional.of(
            said.group(1).replaceFirst("ies$", "y").replaceFirst("s$", "") + "/" + said.group(2))
        : Optional.empty();
  }

  /** The message of a Kubernetes Status, or the server's whole response. */
  private static String status(String text, int code) {
    try {
      String message = Json.parse(text).text("/message");
      return (message.isEmpty() ? text : message) + " (HTTP " + code + ")";
    } catch (IllegalArgumentException notJson) {
      return text + " (HTTP " + code + ")";
    }
  }

  /** Applies the objects of a manifest, as {@code kubectl apply} does. */
  List<Applied> apply(String manifest) {
    return forEach(manifest, this::apply);
  }

  /** The objects of a manifest: as written there, and as they are in the cluster. */
  List<Intention> intended(String manifest) {
    return forEach(manifest, this::intended);
  }

  private <T> List<T> forEach(String manifest, Function<HasMetadata, T> action) {
    try {
      return client.load(new ByteArrayInputStream(manifest.getBytes(UTF_8))).items().stream()
          .map(action)
          .toList();
    } catch (LabException refused) {
      throw refused;
    } catch (RuntimeException e) { // the parsers of YAML have their own
      throw LabException.of(
          "could not apply the manifest", Refused.message(e), Suggestions.CHECK_THE_MANIFEST);
    }
  }

  private Intention intended(HasMetadata wanted) {
    HasMetadata there = client.resource(wanted).get();
    if (wanted.getMetadata().getNamespace() == null && wanted instanceof Namespaced) {
      wanted.getMetadata().setNamespace(client.getConfiguration().getNamespace());
    }
    return new Intention(there == null ? Json.ABSENT : json(there), json(wanted));
  }

  private Json json(HasMetadata object) {
    var serialization = client.getKubernetesSerialization();
    return Json.of(serialization.unmarshal(serialization.asJson(object), Object.class));
  }

  private Applied apply(HasMetadata wanted) {
    HasMetadata before = client.resource(wanted).get();
    HasMetadata after =
        before == null
            ? client.resource(wanted).create()
            : client.resource(wanted).fieldManager("cni-lab").forceConflicts().serverSideApply();
    String kind = wanted.getKind().toLowerCase(Locale.ROOT);
    String group =
        wanted.getApiVersion().contains("/")
            ? "." + wanted.getApiVersion().replaceAll("/.*", "")
            : "";
    return new Applied(kind + group + "/" + after.getMetadata().getName(), change(before, after));
  }

  private static Applied.Change change(@Nullable HasMetadata before, HasMetadata after) {
    if (before == null) {
      return Applied.Change.CREATED;
    }
    return before
            .getMetadata()
            .getResourceVersion()
            .equals(after.getMetadata().getResourceVersion())
        ? Applied.Change.UNCHANGED
        : Applied.Change.CONFIGURED;
  }
}
