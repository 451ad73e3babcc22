package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies in CEL are enforced. */
class AdmissionPolicyTest {
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    for (String namespace : new String[] {"law", "lawless"}) {
      server.create(
          ResourceTypes.NAMESPACES,
          "{metadata: {name: %s, labels: {kubernetes.io/metadata.name: %s}}}"
              .formatted(namespace, namespace));
    }
  }

  /** Puts a policy for ConfigMaps of a name into force. */
  private static void policy(String name, String spec, String binding) {
    server.create(
        ResourceTypes.ADMISSION_POLICIES,
        """
        {metadata: {name: %s}, spec: {matchConstraints: {resourceRules: [{apiGroups: [''],
        apiVersions: [v1], operations: [CREATE, UPDATE, DELETE], resources: [configmaps]}],
        objectSelector: {matchLabels: {for: %s}}}, %s}}\
        """
            .formatted(name, name, spec));
    server.create(
        ResourceTypes.ADMISSION_POLICY_BINDINGS,
        """
        {metadata: {name: %s}, spec: {policyName: %s, %s,
        matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: law}}}}}\
        """
            .formatted(name, name, binding));
  }

  private static HttpResponse<String> configMap(
      String namespace, String policy, String name, String data) {
    return server.send(
        "POST",
        "/api/v1/namespaces/" + namespace + "/configmaps",
        "application/yaml",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, labels: {for: %s}}, data: %s}"
            .formatted(name, policy, data));
  }

  @Test
  void an_object_that_violates_a_policy_is_denied_with_its_message() {
    policy(
        "few",
        "validations: [{expression: 'int(object.data.n) <= 5', message: no more than five}]",
        "validationActions: [Deny]");

    HttpResponse<String> refused = configMap("law", "few", "many", "{n: '9'}");

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
    assertThat(refused.body())
        .contains(
            "configmaps \\\"many\\\" is forbidden: ValidatingAdmissionPolicy 'few' with binding"
                + " 'few' denied request: no more than five");
    assertThat(configMap("law", "few", "some", "{n: '3'}").statusCode()).isEqualTo(201);
    assertThat(configMap("lawless", "few", "many", "{n: '9'}").statusCode()).isEqualTo(201);
  }

  @Test
  void a_failing_expression_denies_unless_failures_are_ignored() {
    String validations = "validations: [{expression: 'object.data.absent == null'}]";
    policy("strict", validations, "validationActions: [Deny]");
    policy("lenient", "failurePolicy: Ignore, " + validations, "validationActions: [Deny]");

    assertThat(configMap("law", "strict", "a", "{n: '1'}").body())
        .contains("resulted in error: no such key: absent");
    assertThat(configMap("law", "lenient", "b", "{n: '1'}").statusCode()).isEqualTo(201);
  }

  @Test
  void a_policy_that_exceeds_the_cost_budget_reports_only_that() {
    String costly = "{expression: 'lists.range(900000).size() > 0'},";
    policy(
        "costly",
        "validations: [{expression: 'false', message: first}," + costly.repeat(15) + "]",
        "validationActions: [Deny]");

    assertThat(configMap("law", "costly", "e", "{n: '1'}").body())
        .contains(
            "denied request: validation failed due to running out of cost budget, no further"
                + " validation rules will be run\"")
        .doesNotContain("first", "actual cost");
  }

  @Test
  void a_variable_keeps_its_type() {
    policy(
        "timed",
        "variables: [{name: wait, expression: duration(object.data.wait)},"
            + " {name: twice, expression: variables.wait + variables.wait}],"
            + " validations: [{expression: variables.twice > duration('1h'), message: too soon}]",
        "validationActions: [Deny]");

    assertThat(configMap("law", "timed", "long", "{wait: 31m}").statusCode()).isEqualTo(201);
    assertThat(configMap("law", "timed", "short", "{wait: 29m}").body()).contains("too soon");
  }

  @Test
  void a_policy_that_warns_does_not_deny() {
    policy("soft", "validations: [{expression: 'false'}]", "validationActions: [Warn]");

    HttpResponse<String> answer = configMap("law", "soft", "c", "{n: '1'}");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Warning").orElse(""))
        .contains(
            "Validation failed for ValidatingAdmissionPolicy 'soft'", "failed expression: false");
  }

  @Test
  void a_policy_sees_the_deleted_object_and_the_user() {
    policy(
        "kept",
        "matchConditions: [{name: deleted, expression: \"request.operation == 'DELETE'\"}],"
            + " variables: [{name: owner, expression: oldObject.data.owner}],"
            + " validations: [{expression: variables.owner == request.userInfo.username,"
            + " messageExpression: \"'only for ' + variables.owner\", reason: Forbidden}]",
        "validationActions: [Deny]");
    configMap("law", "kept", "hers", "{owner: ann}");

    HttpResponse<String> refused =
        server.send("DELETE", "/api/v1/namespaces/law/configmaps/hers", "application/json", "{}");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("denied request: only for ann");
  }

  @Test
  void a_policy_reads_its_parameters_from_another_object() {
    server.create(
        ResourceTypes.CONFIG_MAPS, "{metadata: {name: bounds, namespace: law}, data: {most: '2'}}");
    policy(
        "bound",
        "paramKind: {apiVersion: v1, kind: ConfigMap}, validations: [{expression:"
            + " 'int(object.data.n) <= int(params.data.most)'}]",
        "paramRef: {name: bounds, namespace: law, parameterNotFoundAction: Deny},"
            + " validationActions: [Deny]");

    assertThat(configMap("law", "bound", "d", "{n: '3'}").statusCode()).isEqualTo(422);
    assertThat(configMap("law", "bound", "e", "{n: '2'}").statusCode()).isEqualTo(201);
  }

  @Test
  void a_policy_can_check_the_rights_of_its_user() {
    policy(
        "powers",
        """
        validations: [{expression: "authorizer.group('').resource('pods').namespace('law')\
        .check('delete').allowed()", message: may not delete pods}, {expression:
        "!authorizer.serviceAccount('law', 'nobody').group('').resource('secrets')\
        .check('list').allowed()"}]\
        """,
        "validationActions: [Deny]");
    policy(
        "own",
        "validations: [{expression: \"authorizer.requestResource.check('approve').reason() =="
            + " 'x'\", message: no such right}]",
        "validationActions: [Deny]");

    assertThat(configMap("law", "powers", "mine", "{n: '9'}").statusCode()).isEqualTo(201);
    assertThat(configMap("law", "own", "mine-too", "{n: '9'}").body()).contains("no such right");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          validations: [{expression: "object.x >"}] | spec.validations[0].expression: Invalid value: "object.x >": compilation failed: ERROR: <input>:1:11: Syntax error: mismatched input '<EOF>' expecting
          validations: [{expression: "thing.x == 1"}] | spec.validations[0].expression: Invalid value: "thing.x == 1": compilation failed: ERROR: <input>:1:1: undeclared reference to 'thing' (in container '')
          validations: [{expression: "object.data"}] | spec.validations[0].expression: Invalid value: "object.data": must evaluate to bool but got dyn
          validations: [{expression: "request.who == 'me'"}] | spec.validations[0].expression: Invalid value: "request.who == 'me'": compilation failed: ERROR: <input>:1:8: undefined field 'who'
          validations: [{expression: "variables.b == 1"}], variables: [{name: a, expression: "1"}] | spec.validations[0].expression: Invalid value: "variables.b == 1": compilation failed: ERROR: <input>:1:10: undefined field 'b'
          validations: [{expression: "true", messageExpression: "1"}] | spec.validations[0].messageExpression: Invalid value: "1": must evaluate to string but got int
          validations: [{expression: "params.x == 1"}] | spec.validations[0].expression: Invalid value: "params.x == 1": compilation failed: ERROR: <input>:1:1: undeclared reference to 'params' (in container '')
          validations: [{expression: " "}] | spec.validations[0].expression: Required value: expression is not specified
          validations: [{expression: "true", reason: Bored}] | spec.validations[0].reason: Unsupported value: "Bored": supported values: "Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"
          validations: [{expression: "true"}], variables: [{name: 1a, expression: "1"}] | spec.variables[0].name: Invalid value: "1a": must be a valid CEL identifier
          validations: [{expression: "true"}], matchConditions: [{name: a, expression: "1"}] | spec.matchConditions[0].expression: Invalid value: "1": must evaluate to bool but got int
          failurePolicy: Fail | [spec.validations: Required value: validations or auditAnnotations must contain at least one item, spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item]
          """)
  void an_invalid_policy_is_rejected_on_creation(String spec, String words) {
    HttpResponse<String> refused =
        server.send(
            "POST",
            "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
            "application/yaml",
            """
            {apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy,
            metadata: {name: odd}, spec: {matchConstraints: {resourceRules: [{apiGroups: [''],
            apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]}, %s}}\
            """
                .formatted(spec));

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
    assertThat(Json.parse(refused.body()).path("message").asText()).contains(words);
  }
}
