import { renderMarkdown, type PanelProps } from '@grafana/data';
import { RenderUserContentAsHTML, ScrollContainer } from '@grafana/ui';

interface TextOptions {
  content?: string;
}

export function TextPanel({ options, replaceVariables }: PanelProps<TextOptions>) {
  return (
    <ScrollContainer height="100%">
      <RenderUserContentAsHTML
        component="div"
        className="markdown-html"
        content={renderMarkdown(replaceVariables(options.content ?? ''))}
      />
    </ScrollContainer>
  );
}
