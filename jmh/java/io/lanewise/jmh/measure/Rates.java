package io.lanewise.jmh.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Hands what the rounds of an iteration showed to JMH, as secondary results. */
public final class Rates implements InternalProfiler {

  @Override
  public String getDescription() {
    return "rates of Lanewise and its peers, as shares of the core's peak";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    Findings.source().begin();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<ScalarResult> results = new ArrayList<>();
    for (Findings.Finding finding : Findings.source().found()) {
      results.add(
          new ScalarResult(finding.name(), finding.value(), finding.unit(), AggregationPolicy.AVG));
    }
    return results;
  }
}
