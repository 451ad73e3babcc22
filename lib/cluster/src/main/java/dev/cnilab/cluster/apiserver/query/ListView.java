package dev.cnilab.cluster.apiserver.query;

import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which state of the store a list shows, as apiserver's {@code storage.ValidateListOptions}
 * decides.
 *
 * @param required the revision that the store must have reached
 * @param exact the revision to list; empty for the latest
 */
public record ListView(
    long required, OptionalLong exact, Optional<ContinueToken> from, long limit) {

  /**
   * The view that a query asks for.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if its version or its token can't be parsed
   */
  public static ListView of(ListQuery query) {
    String version = query.resourceVersion();
    if (!query.from().isEmpty()) {
      ContinueToken token = ContinueToken.parse(query.from());
      if (!version.isEmpty() && !version.equals("0")) {
        throw ApiErrors.badRequest(
            "specifying resource version is not allowed when using continue");
      }
      OptionalLong exact =
          token.revision() > 0 ? OptionalLong.of(token.revision()) : OptionalLong.empty();
      return new ListView(exact.orElse(0), exact, Optional.of(token), query.limit());
    }
    long wanted = ResourceVersion.ofList(version);
    boolean isExact =
        query.match().equals(ListRules.EXACT) || (query.match().isEmpty() && query.limit() > 0);
    return new ListView(
        wanted,
        isExact && wanted > 0 ? OptionalLong.of(wanted) : OptionalLong.empty(),
        Optional.empty(),
        version.equals("0") ? 0 : query.limit());
  }

  /**
   * The list; the store must have reached {@link #required}.
   *
   * @throws dev.cnilab.cluster.client.ApiException 410 if the revision has been compacted
   */
  public ListPage page(ObjectStore store, Selection selection) {
    long revision = exact.orElse(store.revision());
    if (revision < store.compactedRevision()) {
      throw from.map(ListView::expired)
          .orElseGet(
              () -> ApiErrors.expired("The resourceVersion for the provided list is too old."));
    }
    return ListPage.of(
        store, selection, revision, object -> isWanted(object, selection.namespace()), limit);
  }

  /** With a token for the rest as it is by then ({@code handleCompactedErrorForPaging}). */
  private static ApiException expired(ContinueToken token) {
    return ApiErrors.expiredToken(new ContinueToken(-1, token.start()).text());
  }

  private boolean isWanted(KubeObject object, String namespace) {
    return from.map(token -> token.isBefore(object, namespace)).orElse(true);
  }
}
