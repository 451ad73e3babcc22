package dev.cnilab.cluster.apiserver.registry.write;

import dev.cnilab.cluster.apiserver.admission.webhook.Verdicts;
import dev.cnilab.cluster.apiserver.authorization.User;
import java.util.function.Consumer;

/**
 * On whose behalf, and with which options, something is written.
 *
 * @param fieldManager the writer's name in managedFields; "" to leave it out
 * @param durability whether the write is a dry run
 * @param fieldValidation how unknown and repeated fields are treated
 * @param sent the fields that the client has sent
 * @param warnings collects what the client is told besides the answer
 * @param verdicts what webhooks have answered so far
 */
public record Requester(
    User user,
    String fieldManager,
    Durability durability,
    FieldValidation fieldValidation,
    SentFields sent,
    Consumer<String> warnings,
    Verdicts verdicts) {
  /** How fields that the type does not have are treated. */
  public enum FieldValidation {
    IGNORE,
    WARN,
    STRICT
  }

  /** Whether a write is kept. */
  public enum Durability {
    STORED,
    /** Everything but the write itself happens, as with {@code --dry-run=server}. */
    DRY_RUN
  }

  /** A write without a dry run that managedFields does not record. */
  public static Requester of(User user) {
    return of(user, "");
  }

  /** A write without a dry run. */
  public static Requester of(User user, String fieldManager) {
    return new Requester(
        user,
        fieldManager,
        Durability.STORED,
        FieldValidation.IGNORE,
        SentFields.NONE,
        warning -> {},
        Verdicts.none());
  }

  /** The same with more answers of webhooks. */
  public Requester with(Verdicts said) {
    return new Requester(user, fieldManager, durability, fieldValidation, sent, warnings, said);
  }

  /** The same for an object whose unknown and repeated fields have been reported. */
  public Requester lenient() {
    return new Requester(
        user,
        fieldManager,
        durability,
        FieldValidation.IGNORE,
        SentFields.NONE,
        warnings,
        verdicts);
  }

  /** The same, but managedFields does not record it. */
  public Requester unrecorded() {
    return new Requester(user, "", durability, fieldValidation, sent, warnings, verdicts);
  }
}
