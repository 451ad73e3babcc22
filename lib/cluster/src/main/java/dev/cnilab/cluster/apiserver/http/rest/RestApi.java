package dev.cnilab.cluster.apiserver.http.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.webhook.AnswersWanted;
import dev.cnilab.cluster.apiserver.authorization.BoundTokens;
import dev.cnilab.cluster.apiserver.discovery.Discovery;
import dev.cnilab.cluster.apiserver.discovery.OpenApi;
import dev.cnilab.cluster.apiserver.discovery.SwaggerProtobuf;
import dev.cnilab.cluster.apiserver.http.message.Accepted;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.http.rest.path.ResourcePath;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubernetesRelease;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers requests: those about the API itself, and all others through {@link ResourceApi}. */
public final class RestApi {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private final ApiCore core;
  private final ResourceApi resources;
  private final Metrics metrics;

  public RestApi(ApiCore core) {
    this.core = core;
    this.resources = new ResourceApi(core);
    this.metrics = new Metrics(core.loop().now());
  }

  /** The answer to a request; a failure is an answer too. On the loop. */
  public Reply answer(RestRequest request) {
    try {
      Optional<ResourcePath> resource = ResourcePath.of(request.path());
      return resource.isPresent() ? counted(request, resource.get()) : aboutTheApi(request);
    } catch (ApiException failure) {
      return Reply.Document.failure(failure.status());
    }
  }

  private Reply counted(RestRequest request, ResourcePath path) {
    Optional<ResourceType> type =
        core.resources().find(path.group(), path.version(), path.plural());
    if (type.isEmpty() && !isBuiltIn(path)) {
      return found(Optional.empty());
    }
    // Names that a client makes up must not fill the memory.
    boolean known =
        type.filter(
                found ->
                    path.subresource().isEmpty()
                        || found.subresources().contains(path.subresource()))
            .isPresent();
    return attempted(
        request,
        () -> resources.answer(request, path),
        answer -> {
          if (known) {
            metrics.count(request, path, answer);
          }
        });
  }

  private static Reply attempted(
      RestRequest request, Supplier<Reply> attempt, Consumer<Reply.Final> count) {
    Reply reply;
    try {
      reply = attempt.get();
    } catch (AnswersWanted wanted) {
      return new Reply.Consulting(wanted.calls());
    } catch (ApiException failure) {
      reply =
          Reply.Document.failure(failure.status())
              .in(Accepted.encoding(request.accept(), Accepted.BUILT_IN));
    }
    if (reply instanceof Reply.Final answer) {
      count.accept(answer);
    }
    return reply instanceof Reply.Unfinished part
        ? new Reply.Unfinished(() -> attempted(request, part.rest(), count))
        : reply;
  }

  /** Whether a handler of that group answers in a real server, and not the fallback. */
  private static boolean isBuiltIn(ResourcePath path) {
    return ResourceTypes.builtIn().stream()
        .anyMatch(
            type ->
                type.group().equals(path.group())
                    && (!type.group().isEmpty() || type.version().equals(path.version())));
  }

  /** As in a real server, some of these paths ignore the method. */
  private Reply aboutTheApi(RestRequest request) {
    List<String> path = request.path();
    Discovery discovery = new Discovery(core.resources().all(), core.extensions()::have);
    return switch (String.join("/", path)) {
      case "" -> new Reply.Indented(paths());
      case "healthz", "livez", "readyz" -> health(request);
      case "apis" ->
          wantsAggregated(request)
              ? aggregated(discovery.aggregated(Discovery.Part.GROUPS))
              : Reply.Document.ok(discovery.groups());
      case "metrics" -> metrics.answer();
      case ".well-known/openid-configuration" -> Reply.Document.ok(issuer());
      case "openid/v1/jwks" ->
          new Reply.Document(200, "application/jwk-set+json", core.boundTokens().keySet());
      case "openapi/v2" -> swagger(request);
      case "openapi/v3" -> Reply.Document.ok(new OpenApi(core.resources()).index());
      default ->
          path.size() > 2 && path.getFirst().equals("openapi") && path.get(1).equals("v3")
              ? found(openApi(String.join("/", path.subList(2, path.size()))))
              : gettable(request, found(discovered(request, discovery)));
    };
  }

  private Reply health(RestRequest request) {
    String endpoint = request.path().getFirst();
    List<String> excluded = request.query().values("exclude");
    return request.query().has("verbose")
        ? health().verbose(endpoint, excluded)
        : health().all(endpoint, excluded);
  }

  private HealthChecks health() {
    return new HealthChecks(core.etcd().isReached());
  }

  private static Reply gettable(RestRequest request, Reply found) {
    if (!(found instanceof Reply.Text)) {
      if (!request.method().equals("GET")) {
        throw ApiErrors.methodNotAllowed();
      }
      Accepted.requireRouted(request.accept(), Accepted.producedByDiscovery());
    }
    return found instanceof Reply.Document document && !document.contentType().equals(AGGREGATED)
        ? document.in(Accepted.encoding(request.accept(), Accepted.TEXT))
        : found;
  }

  private Reply swagger(RestRequest request) {
    OpenApi documents = new OpenApi(core.resources());
    boolean binary =
        request.accept().contains(SwaggerProtobuf.ASKED_FOR)
            || request.accept().contains(SwaggerProtobuf.MEDIA_TYPE);
    return new Reply.Tagged(
        documents.hash(),
        () ->
            binary
                ? new Reply.Binary(
                    SwaggerProtobuf.MEDIA_TYPE, SwaggerProtobuf.encode(documents.swagger()))
                : Reply.Document.ok(documents.swagger()));
  }

  private Optional<Reply> openApi(String root) {
    OpenApi documents = new OpenApi(core.resources());
    return documents.has(root)
        ? Optional.of(
            new Reply.Tagged(documents.hash(), () -> Reply.Document.ok(documents.document(root))))
        : Optional.empty();
  }

  private Optional<Reply> discovered(RestRequest request, Discovery discovery) {
    List<String> path = request.path();
    if (path.size() > 1 && HealthChecks.ENDPOINTS.contains(path.getFirst())) {
      return health().one(path.getFirst(), String.join("/", path.subList(1, path.size())));
    }
    Optional<ObjectNode> document =
        switch (path.size() + " " + path.getFirst()) {
          case "2 api" -> discovery.resources("", path.get(1));
          case "2 apis" -> discovery.group(path.get(1));
          case "3 apis" -> discovery.resources(path.get(1), path.get(2));
          default -> Optional.empty();
        };
    return path.size() == 1 ? root(request, discovery) : document.map(Reply.Document::ok);
  }

  private Optional<Reply> root(RestRequest request, Discovery discovery) {
    return switch (request.path().getFirst()) {
      case "version" -> Optional.of(new Reply.Indented(version()));
      case "api" ->
          Optional.of(
              wantsAggregated(request)
                  ? aggregated(discovery.aggregated(Discovery.Part.CORE))
                  : Reply.Document.ok(discovery.coreVersions(advertised().orElse("127.0.0.1"))));
      default -> Optional.empty();
    };
  }

  /** The server's own address ({@code --advertise-address}), once it has published it. */
  private Optional<String> advertised() {
    return core.store()
        .find(ResourceTypes.ENDPOINTS, "default", "kubernetes")
        .map(
            self ->
                self.text("/subsets/0/addresses/0/ip")
                    + ":"
                    + self.text("/subsets/0/ports/0/port"));
  }

  private static Reply found(Optional<Reply> document) {
    return document.orElseGet(() -> new Reply.Text(404, "404 page not found\n"));
  }

  private static boolean wantsAggregated(RestRequest request) {
    return request.accept().contains("as=APIGroupDiscoveryList")
        && request.accept().contains("v=v2;");
  }

  private static Reply aggregated(ObjectNode document) {
    return new Reply.Document(200, AGGREGATED, document);
  }

  /** All paths, in the alphabetical order of a real server. */
  private JsonNode paths() {
    SortedSet<String> paths = new TreeSet<>(List.of("/api", "/api/v1", "/apis", "/apis/"));
    core.resources().all().stream()
        .filter(type -> !type.group().isEmpty() && !core.extensions().have(type.group()))
        .forEach(
            type -> paths.addAll(List.of("/apis/" + type.group(), "/apis/" + type.apiVersion())));
    for (String endpoint : HealthChecks.ENDPOINTS) {
      paths.add("/" + endpoint);
      HealthChecks.of(endpoint).forEach(check -> paths.add("/" + endpoint + "/" + check));
    }
    paths.addAll(
        List.of(
            "/.well-known/openid-configuration",
            "/metrics",
            "/openapi/v2",
            "/openapi/v3",
            "/openapi/v3/",
            "/openid/v1/jwks",
            "/version"));
    ArrayNode list = Json.array();
    paths.forEach(list::add);
    return Json.object().set("paths", list);
  }

  /** Where tokens can be verified and their keys fetched (OpenID Connect Discovery 1.0). */
  private JsonNode issuer() {
    String server = advertised().orElse("kubernetes.default.svc.cluster.local");
    ObjectNode json =
        Json.object()
            .put("issuer", BoundTokens.AUDIENCE)
            .put("jwks_uri", "https://" + server + "/openid/v1/jwks");
    json.putArray("response_types_supported").add("id_token");
    json.putArray("subject_types_supported").add("public");
    json.putArray("id_token_signing_alg_values_supported").add("ES256");
    return json;
  }

  private static JsonNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", KubernetesRelease.MINOR)
        .put("emulationMajor", "1")
        .put("emulationMinor", KubernetesRelease.MINOR)
        .put("minCompatibilityMajor", "1")
        .put("minCompatibilityMinor", "36")
        .put("gitVersion", KubernetesRelease.VERSION)
        .put("gitCommit", "")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-11-10T00:00:00Z")
        .put("goVersion", "go1.26.8")
        .put("compiler", "gc")
        .put("platform", "linux/amd64");
  }
}
