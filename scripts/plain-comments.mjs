/** Words that make a doc comment open as a riddle instead of naming the thing it describes. */
const RIDDLE = /^\*\s*(?:\*\s*)?(What|Who|Whoever|Whom|Those|Whose)\b/;

/** ESLint rule: a doc comment says what the thing is ("Keys of a node"), not "What a node has". */
const plainComments = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { riddle: 'A doc comment must not begin with "{{word}}": name the thing it describes.' },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const word = comment.type === 'Block' ? RIDDLE.exec(comment.value)?.[1] : undefined;
          if (word !== undefined) context.report({ loc: comment.loc, messageId: 'riddle', data: { word } });
        }
      },
    };
  },
};

export default { rules: { 'plain-comments': plainComments } };
