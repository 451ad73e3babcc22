"""The predicted effect of policies, compared with what packets then do on the embedded cluster."""


def said(learner, word: str) -> str:
    return learner.cell(word).outputs[-1].data["text/plain"]


def test_packets_behave_as_predicted_for_a_manifest(learner):
    learner.cell('begin("02")')
    learner.cell('use("calico")')
    learner.cell('apply("manifests/nettest.yaml")')
    learner.cell('awaitReady("nettest-1", "nettest-2")')
    foreseen = said(learner, 'allows("nettest-1", "nettest-2", 80, "manifests/deny-all.yaml")')
    learner.cell('apply("manifests/deny-all.yaml")')
    tried = said(learner, 'reach("nettest-1", "nettest-2")')
    now = said(learner, 'allows("nettest-1", "nettest-2", 80)')
    learner.cell("home()")
    assert "now" in foreseen and "✓ yes" in foreseen and "✗ no" in foreseen
    assert "deny-all isolates nettest-1, and no rule lets it pass" in foreseen
    assert "The network does what the policies say" in tried and "silence" in tried
    assert "✓ yes" not in now and "✗ no" in now
