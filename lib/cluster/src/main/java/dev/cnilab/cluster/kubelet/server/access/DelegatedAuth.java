package dev.cnilab.cluster.kubelet.server.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.tls.Authority.Subject;
import dev.cnilab.cluster.tls.TrustedAuthority;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the API server who a client is and what it may do. In a task only. */
public final class DelegatedAuth {
  private final AccessSettings settings;
  private final @Nullable TrustedAuthority authority;
  private final String node;
  private final ApiClient client;
  private final InstantSource clock;
  private final ExpiringCache<String, Optional<KubeletCaller>> callers;
  private final ExpiringCache<Attempt, Boolean> rights;

  /** What a client wants to do with the node. */
  private record Attempt(KubeletCaller caller, String verb, String subresource) {}

  /**
   * Asks through a client.
   *
   * @param authority signs the certificates of clients; null if none are accepted
   * @param node the node of the kubelet
   */
  public DelegatedAuth(
      AccessSettings settings,
      @Nullable TrustedAuthority authority,
      String node,
      ApiClient client,
      InstantSource clock) {
    this.settings = settings;
    this.authority = authority;
    this.node = node;
    this.client = client;
    this.clock = clock;
    this.callers = new ExpiringCache<>(clock);
    this.rights = new ExpiringCache<>(clock);
  }

  /**
   * Checks that a request is allowed.
   *
   * @throws AccessRefused 401, 403, or 500 if the API server cannot be asked
   */
  public void require(Credential credential, NodeRequest request) {
    KubeletCaller caller =
        caller(credential).orElseThrow(() -> new AccessRefused(401, "Unauthorized"));
    if (!settings.webhook()) {
      return;
    }
    for (String subresource : request.subresources()) {
      if (mayDo(new Attempt(caller, request.verb(), subresource))) {
        return;
      }
    }
    throw new AccessRefused(
        403,
        "Forbidden (user=%s, verb=%s, resource=nodes, subresource(s)=%s)\n"
            .formatted(
                caller.name(),
                request.verb(),
                request.subresources().stream().collect(Collectors.joining(" ", "[", "]"))));
  }

  private Optional<KubeletCaller> caller(Credential credential) {
    return switch (credential) {
      case Credential.Anonymous() ->
          settings.anonymous() ? Optional.of(KubeletCaller.ANONYMOUS) : Optional.empty();
      case Credential.Certificate(String pem) ->
          callers.find(pem).orElseGet(() -> callers.put(pem, shown(pem), settings.tokenTime()));
      case Credential.Token(String token) ->
          settings.tokens()
              ? callers.find(token).orElseGet(() -> reviewed(token))
              : Optional.empty();
    };
  }

  private Optional<KubeletCaller> shown(String certificate) {
    return Optional.ofNullable(authority)
        .flatMap(signer -> signer.verify(certificate, clock.instant()))
        .map(DelegatedAuth::certified);
  }

  private static KubeletCaller certified(Subject subject) {
    List<String> groups = new ArrayList<>(subject.organizations());
    groups.add("system:authenticated");
    return new KubeletCaller(subject.commonName(), groups);
  }

  /** Empty if the API server does not know the token, or cannot be asked. */
  private Optional<KubeletCaller> reviewed(String token) {
    KubeObject review;
    try {
      review =
          client.create(
              ResourceTypes.TOKEN_REVIEWS,
              question(ResourceTypes.TOKEN_REVIEWS, spec -> spec.put("token", token)));
    } catch (ApiException unanswered) {
      return Optional.empty();
    }
    List<String> groups = new ArrayList<>();
    review.at("/status/user/groups").forEach(group -> groups.add(group.asText()));
    Optional<KubeletCaller> caller =
        review.at("/status/authenticated").asBoolean()
            ? Optional.of(new KubeletCaller(review.text("/status/user/username"), groups))
            : Optional.empty();
    return callers.put(token, caller, settings.tokenTime());
  }

  private boolean mayDo(Attempt attempt) {
    Optional<Boolean> known = rights.find(attempt);
    if (known.isPresent()) {
      return known.get();
    }
    KubeObject review;
    try {
      review =
          client.create(
              ResourceTypes.SUBJECT_ACCESS_REVIEWS,
              question(ResourceTypes.SUBJECT_ACCESS_REVIEWS, spec -> describe(attempt, spec)));
    } catch (ApiException unanswered) {
      throw new AccessRefused(
          500,
          "Authorization error (user=%s, verb=%s, resource=nodes, subresource=%s)"
              .formatted(attempt.caller().name(), attempt.verb(), attempt.subresource()));
    }
    boolean allowed = review.at("/status/allowed").asBoolean();
    return rights.put(attempt, allowed, allowed ? settings.allowedTime() : settings.refusedTime());
  }

  private void describe(Attempt attempt, ObjectNode spec) {
    spec.put("user", attempt.caller().name());
    attempt.caller().groups().forEach(spec.putArray("groups")::add);
    spec.putObject("resourceAttributes")
        .put("verb", attempt.verb())
        .put("version", "v1")
        .put("resource", "nodes")
        .put("subresource", attempt.subresource())
        .put("name", node);
  }

  /** The content of a review. */
  private interface Question {
    void describe(ObjectNode spec);
  }

  private static KubeObject question(ResourceType type, Question question) {
    return KubeObject.named(type, "", "")
        .edit(review -> question.describe(review.putObject("spec")));
  }
}
