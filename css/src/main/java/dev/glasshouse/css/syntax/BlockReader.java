package dev.glasshouse.css.syntax;

import dev.glasshouse.css.CssProblem;
import dev.glasshouse.css.LimitFired;
import dev.glasshouse.css.Limits;
import dev.glasshouse.css.ProblemLog;
import dev.glasshouse.css.syntax.ComponentValue.Block;
import dev.glasshouse.css.syntax.ComponentValue.Function;
import dev.glasshouse.css.syntax.ComponentValue.FunctionOpen;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Mark;
import dev.glasshouse.css.syntax.ComponentValue.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Tokens to component values (CSS Syntax 3, 5.5.8 to 5.5.10), without recursion: what is nested
 * deeper than {@link Limits#nesting} is read and dropped.
 */
final class BlockReader {
  private final SourceText source;
  private final Tokenizer tokenizer;
  private final Limits limits;
  private final ProblemLog problems;

  BlockReader(SourceText source, Limits limits, ProblemLog problems) {
    this.source = source;
    this.tokenizer = new Tokenizer(source, problems);
    this.limits = limits;
    this.problems = problems;
  }

  private record Frame(Token open, Kind close, List<ComponentValue> values) {
    static Frame of(Token open) {
      return new Frame(open, closeOf(open), new ArrayList<>());
    }

    ComponentValue done() {
      List<ComponentValue> fixed =
          values.isEmpty() ? List.of() : Collections.unmodifiableList(values);
      return open instanceof FunctionOpen f
          ? new Function(f.name(), fixed, f.at())
          : new Block(((Mark) open).kind(), fixed, open.at());
    }
  }

  /** The mark that closes what the token opens; EOF where it opens nothing. */
  static Kind closeOf(Token token) {
    if (token instanceof FunctionOpen) {
      return Kind.CLOSE_ROUND;
    }
    if (token instanceof Mark m) {
      return switch (m.kind()) {
        case OPEN_CURLY -> Kind.CLOSE_CURLY;
        case OPEN_ROUND -> Kind.CLOSE_ROUND;
        case OPEN_SQUARE -> Kind.CLOSE_SQUARE;
        default -> Kind.EOF;
      };
    }
    return Kind.EOF;
  }

  /** The next component value; {@link Kind#EOF} at the end. */
  ComponentValue next() {
    Token first = tokenizer.next();
    if (closeOf(first) == Kind.EOF) {
      return first;
    }
    Deque<Frame> stack = new ArrayDeque<>();
    stack.push(Frame.of(first));
    while (true) {
      Token token = tokenizer.next();
      Frame top = stack.element();
      boolean end = token.is(Kind.EOF);
      if (end || token.is(top.close)) {
        if (end) {
          problems.add(CssProblem.Kind.SYNTAX, "a block that never ends", line(top.open));
        }
        stack.pop();
        ComponentValue done = top.done();
        if (stack.isEmpty()) {
          return done;
        }
        stack.element().values.add(done);
      } else if (closeOf(token) == Kind.EOF) {
        top.values.add(token);
      } else if (stack.size() >= limits.nesting()) {
        drop(token);
      } else {
        stack.push(Frame.of(token));
      }
    }
  }

  private int line(Token token) {
    return source.line(token.at());
  }

  /** Reads to the end of a block that is nested too deep. Two bits a level tell the bracket. */
  private void drop(Token open) {
    problems.limit(
        new LimitFired("nesting", limits.nesting(), "levels", line(open)),
        "blocks nested deeper than " + limits.nesting());
    BitSet closes = new BitSet();
    int depth = 0;
    put(closes, depth++, closeOf(open));
    while (depth > 0) {
      Token token = tokenizer.next();
      Kind close = closeOf(token);
      if (token.is(Kind.EOF)) {
        return;
      } else if (close != Kind.EOF) {
        put(closes, depth++, close);
      } else if (token instanceof Mark m && same(closes, depth - 1, m.kind())) {
        depth--;
      }
    }
  }

  private static void put(BitSet closes, int depth, Kind close) {
    closes.set(2 * depth, close == Kind.CLOSE_CURLY);
    closes.set(2 * depth + 1, close == Kind.CLOSE_SQUARE);
  }

  private static boolean same(BitSet closes, int depth, Kind kind) {
    boolean curly = closes.get(2 * depth);
    boolean square = closes.get(2 * depth + 1);
    return switch (kind) {
      case CLOSE_CURLY -> curly;
      case CLOSE_SQUARE -> square;
      case CLOSE_ROUND -> !curly && !square;
      default -> false;
    };
  }
}
